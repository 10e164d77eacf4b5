"""Pure reckoning of a report: facts in, sentences out; no Django, no database, no prose of its own."""
