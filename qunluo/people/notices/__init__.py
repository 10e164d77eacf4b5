"""Notices: one inbox for what concerns a member, and the ways it reaches them elsewhere."""
