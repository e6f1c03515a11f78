"""Strings in, spans out; knows nothing of news."""
