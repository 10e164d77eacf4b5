from qunluo.kernel.testing.installation import installation

__all__ = ["installation"]
