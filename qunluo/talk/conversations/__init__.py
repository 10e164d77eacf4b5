"""Conversations: what members say to each other, and to nobody else."""
