"""Welcome: what a newcomer meets: a greeting, first steps, spaces and people to begin with."""
