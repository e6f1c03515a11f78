"""Word lists: their forms, their matching, and those that come with the toolkit."""
