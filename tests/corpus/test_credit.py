"""Credit lines: which agency, whether for the whole article, and that mentions in a story are none."""

import time

import pandas as pd
import pytest

from toolkit.corpus.clean import clean
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.credit import find_credits
from toolkit.corpus.shipped import load_corpus
from toolkit.errors import OptionError

STORY = "Talks opened on Friday after a long delay, officials said, and would go on for a week at least."


def corpus_of(*texts: str, outlet: str = "Daily", **columns: object) -> Corpus:
    ids = [str(i) for i in range(len(texts))]
    return Corpus(pd.DataFrame({"article_id": ids, "outlet": outlet, "text": texts, **columns}))


WHOLE = [
    (f"BAGHDAD (Reuters) - {STORY}", "Reuters", "BAGHDAD (Reuters) -"),
    (f"BAGHDAD, March 12 (AP) — {STORY}", "AP", "BAGHDAD, March 12 (AP) —"),
    (f"Dec 29 (Reuters) - {STORY}", "Reuters", "Dec 29 (Reuters) -"),
    (f"CAMBRIDGE, Mass., Dec. 11 (UPI) — {STORY}", "UPI", "CAMBRIDGE, Mass., Dec. 11 (UPI) —"),
    (f"BERLIN (dpa) - {STORY}", "DPA", "BERLIN (dpa) -"),
    (f"BEIJING, March 2 (Xinhua) -- {STORY}", "Xinhua", "BEIJING, March 2 (Xinhua) --"),
    (f"MOSCOW, March 2. /TASS/. {STORY}", "TASS", "MOSCOW, March 2. /TASS/"),
    (f"Talks open\n\nBy ROBERT BURNS, Associated Press\n\n{STORY}", "AP", "By ROBERT BURNS, Associated Press"),
    (f"By Ann Lee | AP National Security Writer\n\n{STORY}", "AP", "By Ann Lee | AP National Security Writer"),
    (f"By The Associated Press\n\n{STORY}", "AP", "By The Associated Press"),
    (f"Agence France-Presse\n\n{STORY}", "AFP", "Agence France-Presse"),
    (f"{STORY}\n\n© 2016 AFP", "AFP", "© 2016 AFP"),
    (f"{STORY}\n\nCopyright 2016 The Associated Press. All rights reserved.", "AP",
     "Copyright 2016 The Associated Press. All rights reserved."),
    (f"{STORY}\n\n(Reporting by Ann Lee; Editing by Tom Ray)", "Reuters", "(Reporting by Ann Lee; Editing by Tom Ray)"),
    (f"{STORY} (Reporting by Ann Lee in Rome; Editing by Tom Ray)", "Reuters",
     "(Reporting by Ann Lee in Rome; Editing by Tom Ray)"),
    (f"{STORY}\n\n- Reuters.", "Reuters", "- Reuters."),
    (f"By Ann Lee\nFrom wire services\n\n{STORY}", "wire services", "From wire services"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "agency", "credit"), WHOLE, ids=[credit for _, _, credit in WHOLE])
def test_an_article_that_is_an_agencys(text: str, agency: str, credit: str) -> None:
    row = find_credits(corpus_of(text)).iloc[0]
    assert (row["agency"], row["whole"], row["own"], row["credit"]) == (agency, True, False, credit)
    # The place is where the words stand, found by another way.
    assert (row["column"], row["start"], row["end"]) == ("text", text.index(credit), text.index(credit) + len(credit))


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"{STORY}\n\nThe Associated Press contributed to this report.", "AP"),
        (f"{STORY}\n\nReuters contributed reporting to this story.", "Reuters"),
        (f"{STORY}\n\nWith files from Reuters", "Reuters"),
        (f"{STORY}\n\nInformation from the Associated Press was used in this report.", "AP"),
        (f"By Ann Lee, with agencies\n\n{STORY}", "wire services"),
        (f"By Staff and wire reports\n\n{STORY}", "wire services"),
    ],
)
def test_an_article_that_only_used_an_agencys_material(text: str, agency: str) -> None:
    row = find_credits(corpus_of(text)).iloc[0]
    assert (row["agency"], row["whole"], row["rule"]) == (agency, False, "contributed")


@pytest.mark.parametrize(
    "text",
    [
        f"The official told the Associated Press that he would stay. {STORY}",
        f"{STORY}\n\nReuters reported the talks first.",
        f"PA officials said so. {STORY}",
        f"A soldier walks in Taji. (Photo: AFP)\n\n{STORY}",
        f"ATLANTA (CNN) - {STORY}",
        f"AP: talks to open\n\n{STORY}",
        f"By Friday, agencies had left.\n\n{STORY}",
        f"{STORY}\n\nReporting by the Times showed that talks failed.",
        f"{STORY}\n\nBloomberg/Getty Images.",
        "",
    ],
)
def test_mentions_are_no_credit(text: str) -> None:
    assert find_credits(corpus_of(text)).empty


def test_the_dateline_counts_before_a_contribution() -> None:
    text = f"ROME (AFP) - {STORY}\n\nThe Associated Press contributed to this report."
    table = find_credits(corpus_of(text))
    assert table[["agency", "whole"]].to_numpy().tolist() == [["AFP", True]]


def test_cleaned_articles_have_the_same_credits_in_what_was_loaded() -> None:
    corpus = load_corpus("taji-2020", language="en")
    before, after = find_credits(corpus), find_credits(clean(corpus))
    assert set(after["column"]) == {"original"}
    assert before.drop(columns="column").equals(after.drop(columns="column"))


def test_columns_are_read_where_the_text_has_lost_its_credit() -> None:
    corpus = corpus_of(STORY, STORY, STORY, author=["Reuters", None, "Ann Lee"], dateline=[None, "PARIS (AFP) -", None])
    table = find_credits(corpus)
    assert table[["article_id", "agency", "column"]].to_numpy().tolist() == [
        ["0", "Reuters", "author"], ["1", "AFP", "dateline"],
    ]  # fmt: skip


def test_an_outlet_that_others_credit_is_an_agency_of_the_corpus() -> None:
    texts = [f"BAGHDAD (Gulf Wire) - {STORY}", f"(Gulf Wire)\n\n{STORY}", f"BAGHDAD (CNN) - {STORY}"]
    corpus = Corpus(pd.DataFrame({"article_id": list("abc"), "outlet": ["Gulf Wire", "Daily", "CNN"], "text": texts}))
    rows = find_credits(corpus)[["article_id", "agency", "own"]].to_numpy().tolist()
    # CNN credits nobody but itself, so it is no agency here.
    assert rows == [["a", "Gulf Wire", True], ["b", "Gulf Wire", False]]


def test_the_shipped_corpus_knows_its_agency_by_its_datelines() -> None:
    table = find_credits(load_corpus("taji-2020", language="en"))
    copied = table.loc[~table["own"], ["article_id", "agency"]].to_numpy().tolist()
    assert copied == [["tc-taji-attack-2", "Meridian Wire"], ["gl-patriots", "Meridian Wire"]]


def test_agencies_can_be_added() -> None:
    corpus = corpus_of(f"ROME (GW) - {STORY}")
    assert find_credits(corpus).empty
    assert find_credits(corpus, agencies={"Gulf Wire": ["GW"]})["agency"].tolist() == ["Gulf Wire"]
    assert find_credits(corpus, agencies=["GW"])["agency"].tolist() == ["GW"]
    with pytest.raises(OptionError, match="agencies"):
        find_credits(corpus, agencies={"Gulf Wire": [""]})


def test_hostile_lines_take_no_time() -> None:
    texts = [
        "By " + "Ab " * 20_000 + "AP",
        "(Reporting by " + "a; " * 20_000,
        "A" * 50_000 + " (AP) x",
        "\n" * 50_000 + "AP x",
    ]
    start = time.process_time()
    find_credits(corpus_of(*texts))
    assert time.process_time() - start < 2
