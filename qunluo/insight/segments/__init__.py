"""Segments: groups of members by what they are and do, saved, versioned and counted by day."""
