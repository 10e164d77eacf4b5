"""Moderation: rules, watched words, flags, sanctions and appeals, so that a few can keep order."""
