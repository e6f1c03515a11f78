"""Outlets that differ in capitals or spaces only."""

from pathlib import Path

from toolkit.corpus.read import read_articles


def test_spellings_are_joined_to_the_most_frequent_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("outlet,text\nfox,One.\nFOX,Two.\nfox,Three.\nnyt,Four.\nThe  Sun,Five.\nThe Sun,Six.\n")
    corpus = read_articles(path)
    assert corpus.articles["outlet"].tolist() == ["fox", "fox", "fox", "nyt", "The  Sun", "The  Sun"]
    assert "FOX (1) as fox" in corpus.history[0].note
