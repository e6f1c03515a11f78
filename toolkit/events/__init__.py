"""Which articles report the same happening, and what each of them tells of it."""
