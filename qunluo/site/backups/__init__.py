"""One file that holds everything, and putting it back (ADR 0014)."""
