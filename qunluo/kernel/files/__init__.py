"""Files people upload: checked by content, re-encoded, reached only by short signed addresses."""
