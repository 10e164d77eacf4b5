from qunluo.kernel.testing.installation import installation, two_installations

__all__ = ["installation", "two_installations"]
