"""Members, the communities they live in, and good order among them."""
