"""Corpora on disk: nothing lost on the way, nothing half written, nothing else overwritten."""

import json
from pathlib import Path

import pandas as pd
import pytest

from toolkit.corpus import shipped, store
from toolkit.corpus.clean import clean, removed_lines
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.read import read_articles
from toolkit.corpus.shipped import list_corpora, load_codes, load_corpus
from toolkit.corpus.store import read_corpus, write_corpus
from toolkit.errors import ColumnError, OptionError, ReadError, SetAsideWarning, UnknownNameError


def corpus_of(*texts: str) -> Corpus:
    ids = [f"a{i}" for i in range(len(texts))]
    return Corpus(pd.DataFrame({"article_id": ids, "text": list(texts)}), "small")


class TestRoundTrip:
    def test_everything_comes_back(self, tmp_path):
        path = tmp_path / "export.csv"
        path.write_text("id,title,body,date,n\n1,A,“One.” قال,2020-03-27,7\n1,B,Two.,,8\n2,,Share\n", encoding="utf-8")
        with pytest.warns(SetAsideWarning):
            before = clean(read_articles(path))
        assert write_corpus(before, tmp_path / "corpus") == tmp_path / "corpus"
        after = read_corpus(tmp_path / "corpus")
        pd.testing.assert_frame_equal(after.articles, before.articles)
        pd.testing.assert_frame_equal(after.set_aside, before.set_aside)
        assert (after.name, after.checksum, after.history) == (before.name, before.checksum, before.history)
        pd.testing.assert_frame_equal(removed_lines(after), removed_lines(before))

    def test_missing_values_stay_missing(self, tmp_path):
        table = pd.DataFrame({"article_id": ["a", "b"], "text": ["", "x"], "outlet": [None, None], "n": [1.0, None]})
        after = read_corpus(write_corpus(Corpus(table), tmp_path / "c"))
        assert after.articles["outlet"].tolist() == [None, None]
        assert after.articles["n"].isna().tolist() == [False, True]
        assert after.articles["text"].tolist() == ["", "x"]

    def test_no_articles(self, tmp_path):
        empty = corpus_of("One.").select([False])
        assert len(read_corpus(write_corpus(empty, tmp_path / "c"))) == 0

    def test_files_of_the_folder(self, tmp_path):
        write_corpus(corpus_of("One."), tmp_path / "c")
        assert sorted(p.name for p in (tmp_path / "c").iterdir()) == [
            "about.json",
            "articles.parquet",
            "set_aside.parquet",
        ]
        assert [p.name for p in tmp_path.iterdir()] == ["c"]

    def test_mixed_values_are_an_error_that_names_the_column(self, tmp_path):
        table = pd.DataFrame({"article_id": ["a", "b"], "text": ["x", "y"], "odd": [1, "b"]})
        with pytest.raises(ColumnError, match="'odd'"):
            write_corpus(Corpus(table), tmp_path / "c")
        assert list(tmp_path.iterdir()) == []


class TestNeverHalf:
    def test_replaced(self, tmp_path):
        write_corpus(corpus_of("One."), tmp_path / "c")
        write_corpus(corpus_of("Two.", "Three."), tmp_path / "c")
        assert read_corpus(tmp_path / "c").articles["text"].tolist() == ["Two.", "Three."]
        assert [p.name for p in tmp_path.iterdir()] == ["c"]

    def test_error_while_writing_leaves_the_old(self, tmp_path, monkeypatch):
        write_corpus(corpus_of("One."), tmp_path / "c")

        def full(path, data):
            if path.name == "set_aside.parquet":
                raise OSError("no space left on device")
            path.write_bytes(data)

        monkeypatch.setattr(store, "_write_through", full)
        with pytest.raises(OSError, match="no space"):
            write_corpus(corpus_of("Two."), tmp_path / "c")
        assert read_corpus(tmp_path / "c").articles["text"].tolist() == ["One."]
        assert [p.name for p in tmp_path.iterdir()] == ["c"]

    @pytest.mark.parametrize("stopped_by", [OSError("busy"), KeyboardInterrupt()])
    def test_stopped_between_the_two_moves(self, tmp_path, monkeypatch, stopped_by):
        write_corpus(corpus_of("One."), tmp_path / "c")
        rename = Path.rename

        def stop(self, target):
            if ".new-" in self.name:
                raise stopped_by
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", stop)
        with pytest.raises(type(stopped_by)):
            write_corpus(corpus_of("Two."), tmp_path / "c")
        monkeypatch.undo()
        assert read_corpus(tmp_path / "c").articles["text"].tolist() == ["One."]
        write_corpus(corpus_of("Two."), tmp_path / "c")
        assert read_corpus(tmp_path / "c").articles["text"].tolist() == ["Two."]
        assert [p.name for p in tmp_path.iterdir()] == ["c"]

    def test_stopped_before_the_old_one_is_deleted(self, tmp_path, monkeypatch):
        write_corpus(corpus_of("One."), tmp_path / "c")
        monkeypatch.setattr(store.shutil, "rmtree", lambda *args, **options: None)
        write_corpus(corpus_of("Two."), tmp_path / "c")
        monkeypatch.undo()
        assert read_corpus(tmp_path / "c").articles["text"].tolist() == ["Two."]
        write_corpus(corpus_of("Three."), tmp_path / "c")
        assert read_corpus(tmp_path / "c").articles["text"].tolist() == ["Three."]

    def test_other_folders_are_not_overwritten(self, tmp_path):
        (tmp_path / "thesis").mkdir()
        (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
        with pytest.raises(OptionError, match=r"also holds chapter\.txt"):
            write_corpus(corpus_of("One."), tmp_path / "thesis")
        assert (tmp_path / "thesis" / "chapter.txt").read_text() == "years of work"

    def test_notes_beside_a_corpus_are_not_overwritten(self, tmp_path):
        write_corpus(corpus_of("One."), tmp_path / "c")
        (tmp_path / "c" / "notes.txt").write_text("mine")
        with pytest.raises(OptionError, match=r"notes\.txt"):
            write_corpus(corpus_of("Two."), tmp_path / "c")

    def test_a_file_is_not_overwritten(self, tmp_path):
        (tmp_path / "c").write_text("a file")
        with pytest.raises(OptionError, match="is a file"):
            write_corpus(corpus_of("One."), tmp_path / "c")

    def test_an_empty_folder_is_used(self, tmp_path):
        (tmp_path / "c").mkdir()
        write_corpus(corpus_of("One."), tmp_path / "c")
        assert len(read_corpus(tmp_path / "c")) == 1


class TestReadErrors:
    def test_no_folder(self, tmp_path):
        with pytest.raises(ReadError, match="no such folder"):
            read_corpus(tmp_path / "c")

    def test_no_corpus(self, tmp_path):
        with pytest.raises(ReadError, match=r"it has no about\.json"):
            read_corpus(tmp_path)

    @pytest.mark.parametrize("content", ["{", "[]", '{"format": "other"}'])
    def test_other_about(self, tmp_path, content):
        (tmp_path / "about.json").write_text(content)
        with pytest.raises(ReadError, match=r"about\.json"):
            read_corpus(tmp_path)

    def test_changed_table(self, tmp_path):
        folder = write_corpus(corpus_of("One."), tmp_path / "c")
        data = bytearray((folder / "articles.parquet").read_bytes())
        data[20] ^= 1
        (folder / "articles.parquet").write_bytes(bytes(data))
        with pytest.raises(ReadError, match="checksum differs"):
            read_corpus(folder)

    def test_missing_table(self, tmp_path):
        folder = write_corpus(corpus_of("One."), tmp_path / "c")
        (folder / "set_aside.parquet").unlink()
        with pytest.raises(ReadError, match="is missing"):
            read_corpus(folder)

    def test_newer_format(self, tmp_path):
        folder = write_corpus(corpus_of("One."), tmp_path / "c")
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        (folder / "about.json").write_text(json.dumps({**about, "schema": 99}))
        with pytest.raises(ReadError, match="has format 99; this program reads 1"):
            read_corpus(folder)

    def test_read_articles_points_to_read_corpus(self, tmp_path):
        folder = write_corpus(corpus_of("One."), tmp_path / "c")
        with pytest.raises(ReadError, match="read_corpus"):
            read_articles(folder)


ARTICLE = (
    '{"article_id": "g1", "outlet": "Gulf Daily", "published": "2020-03-27", "headline": "Talks", "text": "One."}\n'
)
# sha256sum of the line above.
ARTICLE_SHA256 = "ff40cbde55f7f90191f0cd50ae03f79842bd27504b0e10633d18be872df1f77c"


class TestShipped:
    @pytest.fixture
    def root(self, tmp_path, monkeypatch):
        folder = tmp_path / "gulf-2020"
        folder.mkdir()
        (folder / "articles.jsonl").write_bytes(ARTICLE.encode())
        (folder / "about.toml").write_text(f'checksum = "sha256:{ARTICLE_SHA256}"\n')
        (tmp_path / "Not A Corpus").mkdir()
        monkeypatch.setattr(shipped, "_root", lambda: tmp_path)
        return tmp_path

    def test_load(self, root):
        corpus = load_corpus("gulf-2020")
        assert corpus.articles.iloc[0].to_dict() == {
            "article_id": "g1", "outlet": "Gulf Daily", "published": pd.Timestamp("2020-03-27"), "headline": "Talks",
            "text": "One.",
        }  # fmt: skip
        assert (corpus.name, corpus.history[0].operation) == ("gulf-2020", "load_corpus")

    def test_list(self, root):
        assert list_corpora() == ["gulf-2020"]

    @pytest.mark.parametrize("name", ["gulf2020", "../gulf-2020", "/etc", "", "gulf-2020/", "Not A Corpus"])
    def test_unknown(self, root, name):
        with pytest.raises(UnknownNameError, match="Available: 'gulf-2020'"):
            load_corpus(name)

    def test_changed(self, root):
        (root / "gulf-2020" / "articles.jsonl").write_bytes(ARTICLE.replace("One", "Two").encode())
        with pytest.raises(ReadError, match="was changed after the corpus was made"):
            load_corpus("gulf-2020")

    def test_one_language(self):
        both, english = load_corpus("taji-2020"), load_corpus("taji-2020", language="en")
        assert (len(both), len(english)) == (43, 35)
        assert english.articles["language"].unique().tolist() == ["en"]
        assert [step.operation for step in english.history] == ["load_corpus", "select"]
        assert english.history[-1].note == "35 of 43 articles kept: language 'en'"

    @pytest.mark.parametrize("language", ["fr", "EN", "", "english"])
    def test_a_language_that_is_not_there(self, language):
        with pytest.raises(OptionError, match=f"`language` must be 'ar' or 'en'; got '{language}'"):
            load_corpus("taji-2020", language=language)

    def test_no_language_is_known(self, root):
        with pytest.raises(OptionError, match="'gulf-2020' name no language; leave `language` out"):
            load_corpus("gulf-2020", language="en")

    def test_codes(self, root):
        codes = "article_id,frame,n_coders,note\ng1,none,2,\n"
        (root / "gulf-2020" / "codes.csv").write_text(codes, encoding="utf-8")
        table = load_codes("gulf-2020")
        # "none" is a code and an empty cell is an empty text: neither is a missing value.
        assert table.to_dict("records") == [{"article_id": "g1", "frame": "none", "n_coders": 2, "note": ""}]

    def test_no_codes(self, root):
        with pytest.raises(ReadError, match="'gulf-2020' has articles, but no codes"):
            load_codes("gulf-2020")
        with pytest.raises(UnknownNameError, match="Available: 'gulf-2020'"):
            load_codes("gulf")

    def test_codes_of_the_repository_follow_the_articles(self):
        for name in list_corpora():
            assert load_codes(name)["article_id"].tolist() == load_corpus(name).articles["article_id"].tolist()

    def test_every_corpus_of_the_repository_loads(self):
        for name in list_corpora():
            corpus = load_corpus(name)
            assert len(corpus) > 0 and (corpus.articles["text"] != "").all()
