"""Classifiers that learn from texts which people coded."""
