"""Published lexicons over real news: the same matches as the slow reference."""

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pandas as pd

from tests.lexicons.reference import SlowMatcher, split_words
from tests.lexicons.test_matcher import fast_matches
from toolkit.corpus.corpus import Corpus
from toolkit.framing.frames import FrameSalience
from toolkit.lexicons.formats import read_lexicon


def test_moral_foundations_dictionary_over_500_news_texts(shared_dir: Path) -> None:
    lexicon = read_lexicon(shared_dir / "data/emfd/mfd2.0.dic")
    csv.field_size_limit(10**8)
    with (shared_dir / "data/emfd/template_input_news.csv").open(encoding="utf-8", newline="") as file:
        texts = [row[0] for row in csv.reader(file)][:500]
    assert lexicon.category_names[0] == "care.virtue"
    # Counted with awk: the category numbers after the second % line.
    assert lexicon.n_entries == 2_103
    slow = SlowMatcher(lexicon)
    assert fast_matches(lexicon, texts) == [slow.match(words) for words in split_words(texts)]


def test_lexicoder_over_basil(shared_dir: Path) -> None:
    lexicon = read_lexicon(shared_dir / "data/lexica/lsd2015.csv")
    lines = (shared_dir / "data/basil/articles.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    slow = SlowMatcher(lexicon)
    fast = fast_matches(lexicon, texts)
    assert sum(map(len, fast)) > 10_000
    assert fast == [slow.match(words) for words in split_words(texts)]


def test_salience_of_the_moral_foundations_is_a_plain_count(shared_dir: Path) -> None:
    """The dictionary is read, and its words are counted, by a few lines that share nothing with the toolkit."""
    folder = shared_dir / "data/emfd"
    _, names, words = (folder / "mfd2.0.dic").read_text(encoding="utf-8").split("%")
    foundations = dict(line.split("\t")[:2] for line in names.strip().splitlines())
    listed: dict[str, list[str]] = {}
    for line in words.strip().splitlines():
        word, *numbers = (cell.strip().lower() for cell in line.split("\t"))
        listed[word] = [*listed.get(word, []), *(foundations[number] for number in numbers if number)]
    longest_first = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(listed, key=len, reverse=True))
    # Hyphens and apostrophes between letters belong to a word, but for the possessive 's.
    pattern = re.compile(rf"(?<!\w)(?<!\w['’-])(?:{longest_first})(?!\w)(?!-\w)(?!['’](?!s\b)\w)")
    csv.field_size_limit(10**8)
    with (folder / "template_input_news.csv").open(encoding="utf-8", newline="") as file:
        texts = [row[0] for row in csv.reader(file)][:500]
    counted = [
        Counter(
            name
            for found in pattern.findall(text.lower().replace("\xad", ""))
            for name in listed[" ".join(found.split())]
        )
        for text in texts
    ]
    corpus = Corpus(pd.DataFrame({"article_id": range(len(texts)), "text": texts, "language": "en"}))
    measured = FrameSalience(lexicon=read_lexicon(folder / "mfd2.0.dic"))(corpus)
    amount, _ = measured.article_totals()
    assert amount.tolist() == [[one[name] for name in measured.categories] for one in counted]
    assert amount.sum() == 17_367
