"""What tests stand on: the guards, the cast, and the clock."""
