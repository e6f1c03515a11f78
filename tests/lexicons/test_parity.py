"""Published lexicons over real news: the same matches as the slow reference."""

import csv
import json
from pathlib import Path

from tests.lexicons.reference import SlowMatcher, split_words
from tests.lexicons.test_matcher import fast_matches
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
