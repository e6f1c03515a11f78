"""Articles from files: formats, columns, dates, encodings, and what is set aside."""

import gzip
import json
import subprocess
import sys
import warnings
from pathlib import Path

import pandas as pd
import pytest

from toolkit.corpus.read import read_articles
from toolkit.errors import ColumnError, DuplicateIdError, FramingWarning, OptionError, ReadError, SetAsideWarning

TEXT = "The talks opened on Friday."


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def note(corpus) -> str:
    return corpus.history[0].note


class TestFormats:
    def test_csv_with_names_from_an_export(self, tmp_path):
        content = (
            f"id,Title,Full Text,Publisher,Publication Date,Section\n7,Talks open,{TEXT},Gulf Daily,2020-03-27,A\n"
        )
        corpus = read_articles(write(tmp_path / "export.csv", content))
        assert corpus.articles.iloc[0].to_dict() == {
            "article_id": "7", "headline": "Talks open", "text": TEXT, "outlet": "Gulf Daily",
            "published": pd.Timestamp("2020-03-27"), "Section": "A",
        }  # fmt: skip
        assert corpus.name == "export"
        assert "Title as headline, Full Text as text, Publisher as outlet" in note(corpus)

    @pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
    def test_separator_is_found(self, tmp_path, mark):
        content = mark.join(["headline", "text"]) + "\n" + mark.join(["Talks", '"One, two; three | four"']) + "\n"
        corpus = read_articles(write(tmp_path / "a.csv", content))
        assert corpus.articles["text"].tolist() == ["One, two; three | four"]

    def test_tsv_keeps_commas(self, tmp_path):
        corpus = read_articles(write(tmp_path / "a.tsv", "text\toutlet\nOne, two.\tGulf\n"))
        assert corpus.articles[["text", "outlet"]].values.tolist() == [["One, two.", "Gulf"]]

    def test_quoted_paragraphs_and_doubled_quotes(self, tmp_path):
        corpus = read_articles(write(tmp_path / "a.csv", 'text,outlet\r\n"One.\r\n\r\n""Two,"" he said.",Gulf\r\n'))
        assert corpus.articles["text"].tolist() == ['One.\n\n"Two," he said.']

    def test_jsonl_keeps_line_separators_inside_strings(self, tmp_path):
        line = json.dumps({"text": "One.\u2028Two.", "outlet": "Gulf"}, ensure_ascii=False)
        corpus = read_articles(write(tmp_path / "a.jsonl", line + "\n\n" + line.replace("One", "Three") + "\n"))
        assert corpus.articles["text"].tolist() == ["One.\nTwo.", "Three.\nTwo."]
        assert corpus.articles["article_id"].tolist() == ["a-0001", "a-0003"]

    def test_json_array_alone_or_in_an_object(self, tmp_path):
        items = [{"content": TEXT, "source": {"id": None, "name": "Gulf Daily"}, "author": ["A. One", "B. Two"]}]
        for name, value in (("a.json", items), ("b.json", {"status": "ok", "articles": items})):
            corpus = read_articles(write(tmp_path / name, json.dumps(value)))
            assert corpus.articles[["text", "outlet", "author"]].values.tolist() == [
                [TEXT, "Gulf Daily", "A. One; B. Two"]
            ]

    def test_json_of_one_object_a_line(self, tmp_path):
        corpus = read_articles(write(tmp_path / "a.json", '{"text": "One."}\n{"text": "Two."}\n'))
        assert corpus.articles["text"].tolist() == ["One.", "Two."]

    def test_parquet(self, tmp_path):
        table = pd.DataFrame({"id": [1, 2], "text": ["One.", "Two."], "n": [1.5, 2.5]})
        table.to_parquet(tmp_path / "a.parquet")
        corpus = read_articles(tmp_path / "a.parquet")
        assert corpus.articles["article_id"].tolist() == ["1", "2"]
        assert corpus.articles["n"].sum() == 4.0

    def test_excel(self, tmp_path):
        when = pd.Timestamp("2020-03-27 10:30")
        table = pd.DataFrame({"id": [7, 8], "title": ["A", "B"], "body": [TEXT, "=1+1"], "date": [when, when]})
        table.to_excel(tmp_path / "a.xlsx", index=False)
        with pytest.warns(FramingWarning, match="1 cells hold a formula without its value"):
            corpus = read_articles(tmp_path / "a.xlsx")
        assert corpus.articles["article_id"].tolist() == ["7", "8"]
        assert corpus.articles["published"].tolist() == [when, when]

    def test_excel_says_where_a_cell_may_be_cut(self, tmp_path):
        pd.DataFrame({"text": ["x" * 32_767, "short"]}).to_excel(tmp_path / "a.xlsx", index=False)
        assert "1 cells hold 32,767 characters" in note(read_articles(tmp_path / "a.xlsx"))

    def test_excel_that_is_no_excel(self, tmp_path):
        with pytest.raises(ReadError, match=r"a\.xlsx is no Excel workbook"):
            read_articles(write(tmp_path / "a.xlsx", "text\nnot a workbook\n"))

    def test_parquet_that_is_no_parquet(self, tmp_path):
        with pytest.raises(ReadError, match="is no Parquet file"):
            read_articles(write(tmp_path / "a.parquet", "text\n"))

    @pytest.mark.parametrize("name", ["a.csv.gz", "a.jsonl.gz"])
    def test_packed(self, tmp_path, name):
        content = "text\nOne.\n" if "csv" in name else '{"text": "One."}'
        corpus = read_articles(write(tmp_path / name, gzip.compress(content.encode())))
        assert corpus.articles[["article_id", "text"]].values.tolist() == [["a-0001", "One."]]

    def test_pages_in_a_folder(self, tmp_path):
        (tmp_path / "sub").mkdir()
        write(tmp_path / "b.txt", f"Talks open in Baghdad\n\n{TEXT}\n\nThey go on.\n")
        write(tmp_path / "sub" / "a.txt", f"{TEXT}\n\nThey go on.")
        write(tmp_path / "._b.txt", b"\x00\x05\x16\x07")
        write(tmp_path / "notes.md", "not an article")
        corpus = read_articles(tmp_path, outlet="Gulf Daily", language="en")
        rows = corpus.articles[["article_id", "headline", "text", "outlet", "language"]].values.tolist()
        assert rows == [
            ["b", "Talks open in Baghdad", f"{TEXT}\n\nThey go on.\n", "Gulf Daily", "en"],
            ["sub/a", None, f"{TEXT}\n\nThey go on.", "Gulf Daily", "en"],
        ]

    @pytest.mark.parametrize(
        "first",
        ["He came, he saw, he left.", "“It is over.”", " ".join(["word"] * 31), "Line directly above"],
    )
    def test_first_lines_that_are_no_headline(self, tmp_path, first):
        gap = "\n" if first == "Line directly above" else "\n\n"
        corpus = read_articles(write(tmp_path / "a.txt", f"{first}{gap}{TEXT}"))
        assert corpus.articles["headline"].tolist() == [None]
        assert corpus.articles["text"].tolist() == [f"{first}{gap}{TEXT}"]

    def test_hard_wrapped_lines_are_joined(self, tmp_path):
        lines = [
            "The talks between the two sides in the old hall of the",
            "ministry opened on Friday after a week of delay and",
        ]
        content = "\n\n".join(["\n".join([*lines, "went on."])] * 3)
        text = read_articles(write(tmp_path / "a.txt", content)).articles["text"][0]
        assert text.split("\n\n")[0] == " ".join([*lines, "went on."])

    def test_html(self, tmp_path):
        page = f"""<html lang="en"><head><title>Talks open in Baghdad - Gulf Daily</title>
        <meta property="og:site_name" content="Gulf Daily"><meta name="author" content="Leila Haddad">
        <meta property="article:published_time" content="2020-03-27T10:00:00Z"></head><body>
        <nav><a href="/">Home</a></nav><article><h1>Talks open in Baghdad</h1>
        <p>{TEXT} Officials spoke of a week of delays and angry statements on both sides.</p>
        <p>“We will not leave the table,” a delegate said; the next session is on Monday in the same hall.</p>
        </article><script>alert("never run")</script><footer>All rights reserved</footer></body></html>"""
        row = read_articles(write(tmp_path / "page.html", page)).articles.iloc[0]
        assert row["headline"] == "Talks open in Baghdad"
        assert row["text"].startswith(TEXT) and row["text"].endswith("in the same hall.")
        assert (row["outlet"], row["author"]) == ("Gulf Daily", "Leila Haddad")
        assert row["published"] == pd.Timestamp("2020-03-27")

    def test_html_without_article_is_set_aside(self, tmp_path):
        write(tmp_path / "a.html", "<html><body></body></html>")
        write(tmp_path / "b.txt", TEXT)
        with pytest.warns(SetAsideWarning):
            corpus = read_articles(tmp_path)
        assert corpus.set_aside["place"].tolist() == ["a.html"]
        assert "no article text found" in corpus.set_aside["reason"][0]


class TestColumns:
    def test_given_mapping_goes_before_names(self, tmp_path):
        path = write(tmp_path / "a.csv", "outlet,paper,text,note\nx1,Gulf Daily,One.,kept\n")
        corpus = read_articles(path, columns={"outlet": "paper"})
        assert corpus.articles["outlet"].tolist() == ["Gulf Daily"]
        assert corpus.articles["outlet_in_file"].tolist() == ["x1"]
        assert corpus.articles["note"].tolist() == ["kept"]

    def test_own_name_goes_before_others(self, tmp_path):
        corpus = read_articles(write(tmp_path / "a.csv", "text,body\nOne.,Two.\n"))
        assert corpus.articles[["text", "body"]].values.tolist() == [["One.", "Two."]]

    def test_two_that_could_be_the_text(self, tmp_path):
        with pytest.raises(ColumnError, match=r"'body' and 'content' could each be `text`.*columns=\{'text': 'body'\}"):
            read_articles(write(tmp_path / "a.csv", "body,content\nOne.,Two.\n"))

    def test_no_text_lists_the_columns(self, tmp_path):
        with pytest.raises(ColumnError, match=r"Did you mean 'txt'\? Its columns are: id, txt\."):
            read_articles(write(tmp_path / "a.csv", "id,txt\n1,One.\n"))

    def test_given_column_that_is_not_there(self, tmp_path):
        path = write(tmp_path / "a.csv", "source,text\nGulf,One.\n")
        with pytest.raises(ColumnError, match=r"no column 'sorce'. Did you mean 'source'"):
            read_articles(path, columns={"outlet": "sorce"})

    def test_given_name_that_the_toolkit_does_not_know(self, tmp_path):
        path = write(tmp_path / "a.csv", "source,text\nGulf,One.\n")
        with pytest.raises(OptionError, match="Did you mean 'outlet'"):
            read_articles(path, columns={"outlets": "source"})

    def test_a_column_called_original_is_not_taken_for_the_uncleaned_text(self, tmp_path):
        corpus = read_articles(write(tmp_path / "a.csv", "text,original\nOne.,yes\n"))
        assert "original" not in corpus.articles
        assert corpus.articles["original_in_file"].tolist() == ["yes"]

    def test_mixed_values_become_strings(self, tmp_path):
        lines = [
            {"text": "One.", "x": 1, "y": [1, 2], "z": 1},
            {"text": "Two.", "x": "b", "y": None, "z": 2.5},
        ]
        corpus = read_articles(write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines))))
        assert corpus.articles["x"].tolist() == ["1", "b"]
        assert corpus.articles["y"].tolist() == ["1; 2", None]
        assert corpus.articles["z"].tolist() == [1.0, 2.5]


class TestSetAside:
    def test_later_rows_with_the_same_id(self, tmp_path):
        with pytest.warns(SetAsideWarning, match="1 of 3 in a.csv set aside: 1 x an earlier row has the same id"):
            corpus = read_articles(write(tmp_path / "a.csv", "id,text\n1,One.\n2,Two.\n1,Three.\n"))
        assert corpus.articles["text"].tolist() == ["One.", "Two."]
        assert corpus.set_aside.values.tolist() == [["a.csv, row 3 (line 4)", "1", "an earlier row has the same id"]]
        assert not issubclass(SetAsideWarning, DuplicateIdError)

    def test_empty_rows(self, tmp_path):
        with pytest.warns(SetAsideWarning, match="2 x no text and no headline"):
            corpus = read_articles(write(tmp_path / "a.csv", "title,text\n,\n , \nOnly a headline,\nA,One.\n"))
        assert corpus.articles["headline"].tolist() == ["Only a headline", "A"]
        assert "1 article with a headline and no text" in note(corpus)

    def test_broken_json_line_with_its_number(self, tmp_path):
        content = '{"text": "One."}\n{"text": "Two."\n[1]\n{"text": "Four."}\n'
        with pytest.warns(SetAsideWarning) as caught:
            corpus = read_articles(write(tmp_path / "a.jsonl", content))
        assert len(caught) == 1
        assert corpus.articles["text"].tolist() == ["One.", "Four."]
        assert corpus.set_aside["place"].tolist() == ["a.jsonl, line 2", "a.jsonl, line 3"]
        assert corpus.set_aside["reason"][0].startswith("no valid JSON")

    def test_hostile_nesting_costs_one_line(self, tmp_path):
        content = '{"text": "One."}\n' + "[" * 200_000 + "\n" + '{"text": ' + "9" * 5000 + "}\n"
        with pytest.warns(SetAsideWarning):
            corpus = read_articles(write(tmp_path / "a.jsonl", content))
        assert (len(corpus), len(corpus.set_aside)) == (1, 2)

    def test_an_open_quotation_at_the_end_keeps_the_rows_after_it(self, tmp_path):
        content = 'id,text\n1,One.\n2,"Two never ends\n3,Three.\n4,Four.\n'
        with pytest.warns(SetAsideWarning):
            corpus = read_articles(write(tmp_path / "a.csv", content))
        assert corpus.articles["article_id"].tolist() == ["1", "3", "4"]
        assert corpus.set_aside.values.tolist() == [
            ["a.csv, row 2 (line 3)", None, "a quotation mark is opened and never closed"]
        ]

    def test_rows_that_do_not_fit(self, tmp_path):
        with pytest.warns(SetAsideWarning):
            corpus = read_articles(write(tmp_path / "a.csv", "id,text\n1,One.,,\n2\n3,a,b\n"))
        assert corpus.articles["article_id"].tolist() == ["1"]
        assert corpus.set_aside["reason"].tolist() == ["1 values for 2 columns", "3 values for 2 columns"]

    def test_a_file_that_is_not_text_in_a_folder(self, tmp_path):
        write(tmp_path / "a.txt", b"PK\x03\x04" + bytes(range(256)))
        write(tmp_path / "b.txt", TEXT)
        write(tmp_path / "c.txt", "  \n")
        with pytest.warns(SetAsideWarning):
            corpus = read_articles(tmp_path)
        assert corpus.articles["article_id"].tolist() == ["b"]
        assert corpus.set_aside["place"].tolist() == ["a.txt", "c.txt"]
        assert "not text but a ZIP archive" in corpus.set_aside["reason"][0]
        assert "only white space" in corpus.set_aside["reason"][1]


class TestErrors:
    @pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.txt", "a.xlsx", "a.parquet", "a.html", "a.json"])
    def test_empty_file(self, tmp_path, name):
        with pytest.raises(ReadError, match="is empty"):
            read_articles(write(tmp_path / name, b""))

    def test_header_only(self, tmp_path):
        with pytest.raises(ReadError, match="no rows"):
            read_articles(write(tmp_path / "a.csv", "id,text\n"))

    def test_nothing_usable_names_what_was_found(self, tmp_path):
        with pytest.raises(ReadError, match=r"Nothing in .*a\.jsonl can be used; 2 .*line 1: no valid JSON"):
            read_articles(write(tmp_path / "a.jsonl", "one\ntwo\n"))

    def test_only_empty_texts(self, tmp_path):
        with pytest.raises(ReadError, match="no text and no headline"):
            read_articles(write(tmp_path / "a.csv", "id,text\n1,\n2, \n"))

    def test_missing_file_says_what_is_there(self, tmp_path):
        write(tmp_path / "export.csv", "text\nOne.\n")
        with pytest.raises(ReadError, match=r"Did you mean 'export\.csv'\? The folder holds: export\.csv"):
            read_articles(tmp_path / "exprot.csv")

    def test_missing_folder(self, tmp_path):
        with pytest.raises(ReadError, match="There is no folder"):
            read_articles(tmp_path / "no" / "export.csv")

    def test_unknown_extension(self, tmp_path):
        with pytest.raises(ReadError, match=r"no reader for '\.docx'.*Known: \.csv"):
            read_articles(write(tmp_path / "a.docx", "x"))

    def test_folder_without_pages(self, tmp_path):
        write(tmp_path / "a.csv", "text\nOne.\n")
        with pytest.raises(ReadError, match=r"it holds: a\.csv"):
            read_articles(tmp_path)


class TestEncodings:
    SENTENCE = "The minister’s café in Zürich — “we won’t go,” he said. The señor declined."

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_found(self, tmp_path, encoding):
        path = write(tmp_path / "a.csv", f'id,text\n1,"{self.SENTENCE}"\n'.encode(encoding))
        corpus = read_articles(path)
        assert corpus.articles[["article_id", "text"]].values.tolist() == [["1", self.SENTENCE]]
        assert ("read as" in note(corpus)) == (not encoding.startswith("utf-8"))

    def test_arabic_in_windows_encoding(self, tmp_path):
        text = "قال المسؤولون إن المحادثات لن تستأنف قبل الأسبوع المقبل في بغداد."
        corpus = read_articles(write(tmp_path / "a.csv", f"text\n{text}\n".encode("cp1256")))
        assert corpus.articles["text"].tolist() == [text]

    def test_given(self, tmp_path):
        path = write(tmp_path / "a.csv", "text\nŹródła żądają.\n".encode("cp1250"))
        assert read_articles(path, encoding="cp1250").articles["text"].tolist() == ["Źródła żądają."]
        with pytest.raises(ReadError, match="encoding='no-such'"):
            read_articles(path, encoding="no-such")

    def test_one_broken_byte_does_not_change_the_encoding_of_the_rest(self, tmp_path):
        content = ("id,text\n1," + "“Zürich” " * 10 + "\n2,x").encode() + b"\xff" + b"y\n"
        with pytest.warns(FramingWarning, match="1 unreadable characters"):
            corpus = read_articles(write(tmp_path / "a.csv", content))
        assert corpus.articles["text"].tolist() == ["“Zürich” " * 10, "x\ufffdy"]
        assert "1 unreadable characters" in note(corpus)

    def test_mojibake_is_repaired_and_nothing_else(self, tmp_path):
        broken = "The minister’s café".encode().decode("cp1252")
        content = f"text\n{broken}\n“Curly” ‘quotes’ ﬁnd … ｆｕｌｌ\n"
        corpus = read_articles(write(tmp_path / "a.csv", content))
        assert corpus.articles["text"].tolist() == ["The minister’s café", "“Curly” ‘quotes’ ﬁnd … ｆｕｌｌ"]

    @pytest.mark.parametrize(
        ("text", "encoding"),
        [
            ("The minister’s café – no", "cp1252"),
            ("The minister’s café – no", "latin-1"),
            ("The minister’s café – no", "mac_roman"),
            ("The minister’s café – no", "cp437"),
            ("Он сказал это вчера", "cp1251"),
            ("قال المسؤولون", "latin-1"),
        ],
    )
    def test_mojibake_from_several_encodings(self, tmp_path, text, encoding):
        broken = text.encode("utf-8").decode(encoding)
        corpus = read_articles(write(tmp_path / "a.jsonl", json.dumps({"text": broken})))
        assert corpus.articles["text"].tolist() == [text]

    def test_escaped_html_is_undone_only_where_it_is(self, tmp_path):
        content = "text\nAT&amp;T said &quot;no&quot; &#8212; twice.\nR&D; B&B & co.\n"
        corpus = read_articles(write(tmp_path / "a.csv", content))
        assert corpus.articles["text"].tolist() == ['AT&T said "no" — twice.', "R&D; B&B & co."]

    def test_declared_in_the_page(self, tmp_path):
        paragraphs = "<p>Министр сказал, что переговоры не возобновятся до следующей недели.</p>" * 4
        page = f'<html><head><meta charset="windows-1251"></head><body><article>{paragraphs}</article></body></html>'
        corpus = read_articles(write(tmp_path / "a.html", page.encode("cp1251")))
        assert "Министр сказал" in corpus.articles["text"][0]


class TestHostile:
    def test_five_megabytes_in_one_line(self, tmp_path):
        text = "word " * 1_000_000
        for name, content in (
            ("a.csv", f"id,text\n1,{text}\n"),
            ("a.txt", text),
            ("a.jsonl", json.dumps({"text": text})),
        ):
            corpus = read_articles(write(tmp_path / name, content))
            assert len(corpus.articles["text"][0].strip()) == 4_999_999

    def test_the_limit_of_the_csv_module_is_put_back(self, tmp_path):
        import csv

        before = csv.field_size_limit()
        read_articles(write(tmp_path / "a.csv", "text\nOne.\n"))
        assert csv.field_size_limit() == before

    @pytest.mark.parametrize(
        "text",
        ["🙂🙂🙂", "在巴格达举行会谈。", "=cmd|'/c calc'!A1", "<script>alert(1)</script>", "../../etc"],
    )
    def test_odd_texts_stay_what_they_are(self, tmp_path, text):
        corpus = read_articles(write(tmp_path / "a.jsonl", json.dumps({"id": text, "text": text})))
        assert corpus.articles[["article_id", "text"]].values.tolist() == [[text, text]]

    def test_control_characters_and_lone_surrogates(self, tmp_path):
        corpus = read_articles(write(tmp_path / "a.jsonl", '{"text": "a\\u0000b\\ud800c"}'))
        assert corpus.articles["text"].tolist() == ["a b\ufffdc"]


class TestDates:
    def dates(self, tmp_path, values, **options):
        content = "\n".join(json.dumps({"text": "x", "date": value}) for value in values)
        corpus = read_articles(write(tmp_path / "a.jsonl", content), **options)
        return [None if pd.isna(v) else f"{v:%Y-%m-%d %H:%M}" for v in corpus.articles["published"]], note(corpus)

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("2020-03-27", "2020-03-27 00:00"),
            ("2020-03-27T10:30:00Z", "2020-03-27 10:30"),
            ("2020-03-27T01:30:00+03:00", "2020-03-26 22:30"),
            ("2020-03-27 10:30:15.123", "2020-03-27 10:30"),
            ("2020/03/27", "2020-03-27 00:00"),
            ("20200327", "2020-03-27 00:00"),
            ("27 March 2020", "2020-03-27 00:00"),
            ("March 27, 2020", "2020-03-27 00:00"),
            ("Mar. 27, 2020 9:05 PM", "2020-03-27 21:05"),
            ("Friday, 27th March 2020 12:15 am", "2020-03-27 00:15"),
            ("Fri, 27 Mar 2020 10:00:00 GMT", "2020-03-27 10:00"),
            ("Fri, 27 Mar 2020 10:00:00 -0400", "2020-03-27 14:00"),
            ("27-Mar-2020", "2020-03-27 00:00"),
            ("March 27, 2020 Friday", "2020-03-27 00:00"),
            ("27.03.20", "2020-03-27 00:00"),
            ("1585303200", "2020-03-27 10:00"),
            (1585303200, "2020-03-27 10:00"),
            (1585303200000, "2020-03-27 10:00"),
        ],
    )
    def test_forms(self, tmp_path, written, meant):
        assert self.dates(tmp_path, [written])[0] == [meant]

    def test_the_column_decides_day_first(self, tmp_path):
        read, said = self.dates(tmp_path, ["3/4/2020", "13/4/2020", "1/2/20"])
        assert read == ["2020-04-03 00:00", "2020-04-13 00:00", "2020-02-01 00:00"]
        assert "dates read day first, as 1 of them must be" in said

    def test_the_column_decides_month_first(self, tmp_path):
        read, said = self.dates(tmp_path, ["3/4/2020", "4/13/2020"])
        assert read == ["2020-03-04 00:00", "2020-04-13 00:00"]
        assert "dates read month first" in said

    def test_no_date_can_tell(self, tmp_path):
        from toolkit.errors import FramingWarning

        with pytest.warns(FramingWarning, match="date_format="):
            read, _ = self.dates(tmp_path, ["3/4/2020", "5/6/2020"])
        assert read == ["2020-04-03 00:00", "2020-06-05 00:00"]

    def test_no_warning_where_the_order_does_not_matter(self, tmp_path):
        assert self.dates(tmp_path, ["3/3/2020", "2020-05-06"])[0] == ["2020-03-03 00:00", "2020-05-06 00:00"]

    def test_full_stops_mean_day_first(self, tmp_path):
        assert self.dates(tmp_path, ["3.4.2020"])[0] == ["2020-04-03 00:00"]

    def test_given_format(self, tmp_path):
        read, _ = self.dates(tmp_path, ["3/4/2020", "5/6/2020"], date_format="%m/%d/%Y")
        assert read == ["2020-03-04 00:00", "2020-05-06 00:00"]

    def test_unreadable_ones_are_missing_and_counted(self, tmp_path):
        read, said = self.dates(tmp_path, ["2020-03-27", "yesterday", "", None, "2020-13-45", "99/99/2020", 0])
        assert read == ["2020-03-27 00:00", None, None, None, None, None, None]
        assert "4 dates unreadable and so missing (first: 'yesterday' in a.jsonl, line 2)" in said


def test_import_is_light():
    modules = "toolkit.corpus.read, toolkit.corpus.clean, toolkit.corpus.store, toolkit.corpus.shipped"
    heavy = ["trafilatura", "openpyxl", "matplotlib", "tqdm", "charset_normalizer"]
    code = f"import sys, {modules}; print([name for name in {heavy} if name in sys.modules])"
    folder = Path(__file__).parents[2]
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder)
    assert out.stdout.strip() == "[]"


def test_the_warning_points_at_the_caller(tmp_path):
    path = write(tmp_path / "a.csv", "id,text\n1,One.\n1,Two.\n")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        read_articles(path)
    assert caught[0].filename == __file__
