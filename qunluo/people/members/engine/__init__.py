"""Pure calculation: secrets and their digests, time-based codes, names of devices and handles."""
