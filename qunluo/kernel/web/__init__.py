"""The web frame: doors, refusals, slots, security headers, limits, health."""
