"""Questions: topics that ask, answers that are voted on, and the one that was accepted."""
