"""A whole study from one file: settings, run, results folder with its manifest, and running it again."""
