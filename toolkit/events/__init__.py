"""Which articles report the same happening."""
