"""What is watched by default, and which days are known, without any tables."""
