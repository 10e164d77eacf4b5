"""Articles: longer texts, written in drafts, reviewed, scheduled, published, read and answered."""
