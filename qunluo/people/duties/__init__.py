"""Duties: the one table of work that waits for people, whoever made it."""
