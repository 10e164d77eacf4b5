"""Pages of the forum: reading, writing, signs, keeping order."""
