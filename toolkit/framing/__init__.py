"""Measures of framing, one idea a file."""
