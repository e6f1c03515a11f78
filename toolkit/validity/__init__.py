"""Measures against human codes: one file a task."""
