"""Alerts: what stands out in the figures, whose it is, and what came of it."""
