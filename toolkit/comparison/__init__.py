"""Comparisons of outlets on events that they share."""
