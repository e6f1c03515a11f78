"""Who does what to whom, and the stance that it adds up to."""
