"""Exchange: what members need and what they offer, and how they find each other."""
