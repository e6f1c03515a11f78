"""Corpora: articles as one table, read, cleaned, kept on disk."""
