"""Web push without Django: keys, signatures, sealed messages."""
