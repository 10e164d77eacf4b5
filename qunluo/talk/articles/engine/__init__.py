"""Pure calculation about texts: how long they take, how they begin."""
