"""Pages of one's account: the door, the profile, security, programs, privacy."""
