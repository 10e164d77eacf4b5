"""Pages of articles: reading, writing, reviewing, series, feeds."""
