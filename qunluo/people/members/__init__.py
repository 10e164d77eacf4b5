"""Members: who someone is, how they sign in, and what they may take away or have forgotten."""
