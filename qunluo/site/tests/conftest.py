from qunluo.kernel.testing.installation import installation, short_path, two_installations

__all__ = ["installation", "short_path", "two_installations"]
