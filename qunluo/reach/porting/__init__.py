"""Porting: bring a community in from outside, again and again, and take an import back out."""
