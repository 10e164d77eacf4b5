from qunluo.kernel.testing.installation import installation, short_path

__all__ = ["installation", "short_path"]
