"""Measures of valence."""
