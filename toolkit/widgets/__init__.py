"""Things to look into by hand: the evidence behind the numbers, and a lexicon while it is edited."""
