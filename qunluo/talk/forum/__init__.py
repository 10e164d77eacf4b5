"""Forum: topics, replies and comments in spaces; the ground questions and articles talk on."""
