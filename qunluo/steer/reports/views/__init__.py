"""Pages of reports: making them, reading them, working on them."""
