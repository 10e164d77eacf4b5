"""Every write of points."""
