"""Profiles: what members show of themselves in a community, and whom they follow."""
