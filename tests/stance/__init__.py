"""Tests of the stance package and its hand-written suite of roles."""
