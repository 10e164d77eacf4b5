"""Chat: rooms of a community and its spaces, where members talk as it comes."""
