"""What happened, counted: the lake, the registry of metrics, and the pages that show them."""
