"""How a community grows and is brought in, cared for and known."""
