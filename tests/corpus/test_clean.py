"""Story, headline, byline, dateline, caption and page leftovers told apart; and sentences that must stay."""

import re
import time
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.corpus.clean import KINDS, clean, removed_lines
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.page.bylines import is_byline
from toolkit.corpus.read import read_articles
from toolkit.errors import ColumnError

ONE = "The two sides opened talks in the capital on Friday after a week of delay, officials said."
TWO = "A second round is planned for next week, and both sides said that they would attend it."
THREE = "Observers doubted it, since the last three rounds had each ended in the first hour."


def cleaned(text: str, **columns: str) -> Corpus:
    return clean(Corpus(pd.DataFrame({"article_id": ["a"], "text": [text], **{k: [v] for k, v in columns.items()}})))


def story(text: str, **columns: str) -> str:
    return cleaned(text, **columns).articles["text"][0]


def removed(text: str, **columns: str) -> list[tuple[str, str]]:
    table = removed_lines(cleaned(text, **columns))
    return list(zip(table["kind"], table["text"], strict=True))


LEFTOVERS = [
    "Advertisement",
    "ADVERTISEMENT",
    "Advertisement Continue reading the main story",
    "Story Continued Below",
    "Read more: Five things to know about the talks",
    "Read more",
    "READ MORE:",
    "Related: Why the talks failed last year",
    "SEE ALSO: Envoy leaves the capital",
    "Also read",
    "Also read: Envoy leaves the capital",
    "Envoy leaves the capital without a word Read more",
    "( Also on GULF DAILY: Envoy leaves the capital)",
    "Sign up for our newsletter",
    "Sign up for Daily Newsletters Manage Newsletters",
    "Subscribe",
    "Subscribe to our channel",
    "Get the stories you need delivered to your inbox. By signing up, you agree to our Privacy Policy",
    "Share this article",
    "Share",
    "Share Tweet Email Print",
    "Follow us on Twitter",
    "Follow Leila Haddad on Twitter @lhaddad",
    "Click here for more from Gulf Daily",
    "CLICK HERE TO GET THE GULF DAILY APP",
    "All rights reserved.",
    "© 2020 Gulf Daily",
    "Copyright © 2020 Gulf Daily, LLC. Click here for reprint permission.",
    "Copyright 2020 Gulf Daily. All rights reserved.",
    "This article was originally published in Evening Wire.",
    "This story has been updated with a comment from the ministry.",
    "This article is more than 1 year old",
    "12 comments",
    "Our Standards: The Thomson Reuters Trust Principles",
    "We use cookies to give you the best experience on our site.",
    "By continuing to use this site you agree to our use of cookies.",
    "Tags: Iraq, talks, militia",
    "5 min read",
    "Updated at 11:20 a.m. ET",
    "Slideshow (7 Images)",
    "next Image 1 of 2",
    "Read or Share this story: https://example.org/1eAd1dw",
    "• This article is based in part on wire service reports.",
    "Write to Leila Haddad at leila.haddad@example.org",
]


@pytest.mark.parametrize("line", LEFTOVERS)
def test_leftovers_go(line):
    assert story(f"{ONE}\n\n{line}\n\n{TWO}") == f"{ONE}\n\n{TWO}"
    assert removed(f"{ONE}\n{line}\n{TWO}") == [("leftover", line)]


STORY_LINES = [
    "Few of them subscribe to the view that talks alone will help.",
    "“Please like and share if you agree,” she wrote.",
    "Share prices fell on Friday after the talks had ended.",
    "He asked supporters to sign up for the march.",
    "Sign up for the army, he told them, and you will see the world.",
    "Copyright law was not on the agenda.",
    "Also on Thursday, the envoy left the capital, a first in forty years.",
    "Also on the agenda is the climate accord.",
    "More than twenty people were hurt.",
    "Most of them were at home.",
    "Related charges against two others were dropped.",
    "Comments by the minister drew anger.",
    "“We use cookies to lure them,” the baker said.",
    "Follow the money, he said.",
    "Read the letter again, she told him.",
    "Updated maps were handed to the delegates.",
    "Advertisement spending rose by a tenth.",
    "By Friday, the talks had failed.",
    "By Land and Sea",
    "Reporting by the newspaper showed that the talks had failed in secret.",
    "Many small things contributed to the collapse of the talks.",
    "The photo was taken by a neighbour.",
    "He posted the picture on Facebook.",
    "Background",
    "What happens next?",
    "He is 46.",
    "Again.",
    "Editing by committee rarely works.",
    "The video, he said, was old.",
    "The story was published in May and denied in June.",
    "This report was bad news for the envoy.",
    "This report was published on Monday by the ministry.",
    "More in sorrow than in anger",
    "Write to them, he said.",
    "- The first point of the plan is a truce",
]


@pytest.mark.parametrize("line", STORY_LINES)
def test_lines_of_the_story_stay(line):
    text = f"{ONE}\n\n{line}\n\n{TWO}\n\n{line}"
    assert story(text, headline="Talks open") == text


CAPTIONS = [
    "A man holds a flag during a protest in the capital. (Reuters)",
    "Delegates arrive for the talks. (Photo: Leila Haddad)",
    "Delegates arrive for the talks. (AP Photo/Leila Haddad)",
    "Delegates arrive for the talks. (Leila Haddad/Reuters)",
    "Delegates arrive for the talks. Photo: Leila Haddad/Reuters",
    "Delegates arrive for the talks. Photo by Leila Haddad",
    "Delegates arrive for the talks. Leila Haddad/Getty Images",
    "Delegates arrive for the talks. Getty Images",
    "FILE PHOTO: Delegates arrive for earlier talks",
    "File photo: Delegates arrive for earlier talks",
    "Enlarge this image toggle caption Leila Haddad/AP Leila Haddad/AP",
    "Image copyright Reuters Image caption Delegates arrive for the talks",
]


@pytest.mark.parametrize("line", CAPTIONS)
def test_captions_before_the_story(line):
    corpus = cleaned(f"{line}\n\n{ONE}\n\n{TWO}", headline="Talks open")
    assert corpus.articles.loc[0, ["text", "caption"]].tolist() == [f"{ONE}\n\n{TWO}", line]


@pytest.mark.parametrize("line", CAPTIONS[1:])
def test_credited_captions_inside_the_story(line):
    assert removed(f"{ONE}\n{line}\n{TWO}") == [("caption", line)]


def test_an_agency_after_the_last_paragraph_makes_no_caption():
    text = f"{ONE}\n\n{TWO} (Reuters)"
    assert story(text) == text


BYLINES = [
    "By Leila Haddad",
    "BY LEILA HADDAD",
    "By Leila Haddad and Omar al-Khatib, Gulf Daily correspondent",
    "By LEILA HADDAD, Staff Writer",
    "By Leila Haddad | Gulf Daily",
    "بقلم ليلى حداد",
]


@pytest.mark.parametrize("line", BYLINES)
def test_bylines_before_the_story(line):
    corpus = cleaned(f"Talks open in the capital\n{line}\n{ONE}\n{TWO}")
    assert corpus.articles.loc[0, ["headline", "byline", "text"]].tolist() == [
        "Talks open in the capital", line, f"{ONE}\n{TWO}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by Leila Haddad; Editing by Omar Khatib",
        "(Reporting by Leila Haddad in the capital and others elsewhere; Editing by Omar Khatib)",
        "Additional reporting by Leila Haddad.",
        "Leila Haddad contributed to this report.",
        "Contributing: Leila Haddad, Omar Khatib",
        "Leila Haddad contributed.",
    ],
)
def test_bylines_after_the_story(line):
    corpus = cleaned(f"{ONE}\n\n{TWO}\n\n{line}")
    assert corpus.articles.loc[0, ["text", "byline"]].tolist() == [f"{ONE}\n\n{TWO}", line]


def test_outlet_and_author_alone_on_a_line():
    text = f"GULF DAILY\nLeila Haddad\n{ONE}\n{TWO}"
    assert removed(text, outlet="Gulf Daily", author="Leila Haddad, Omar Khatib", headline="Talks") == [
        ("byline", "GULF DAILY"),
        ("byline", "Leila Haddad"),
    ]


def test_a_name_between_caption_and_story():
    caption = "Delegates arrive. (Reuters)"
    assert removed(f"{caption}\nEvening Wire\n{ONE}", headline="Talks")[1] == ("byline", "Evening Wire")
    assert removed(f"Evening Wire\n{ONE}", headline="Talks") == []


@pytest.mark.parametrize(
    ("written", "dateline"),
    [
        ("BAGHDAD (Reuters) - ", "BAGHDAD (Reuters)"),
        ("BAGHDAD — ", "BAGHDAD"),
        ("WASHINGTON, March 27 (AP) — ", "WASHINGTON, March 27 (AP)"),
        ("Washington (CNN)", "Washington (CNN)"),
        ("(CNN) -- ", "(CNN)"),
        ("AMHERST, N.H. — ", "AMHERST, N.H."),
        ("TEHRAN, Iran (AP) — ", "TEHRAN, Iran (AP)"),
        ("WASHINGTON/BAGHDAD/DUBAI (Reuters) - ", "WASHINGTON/BAGHDAD/DUBAI (Reuters)"),
        ("NEW YORK -- ", "NEW YORK"),
        ("WASHINGTON ― ", "WASHINGTON"),
        ("Baghdad, March 27 - ", "Baghdad, March 27"),
        ("BAGHDAD: ", "BAGHDAD"),
    ],
)
def test_datelines(written, dateline):
    corpus = cleaned(f"{written}{ONE}\n\n{TWO}", headline="Talks open")
    assert corpus.articles.loc[0, ["dateline", "text"]].tolist() == [dateline, f"{ONE}\n\n{TWO}"]
    assert story(f"{written}{ONE}", headline="Talks open") == ONE


@pytest.mark.parametrize(
    "beginning",
    [
        "UPDATE — ", "BREAKING - ", "WATCH: ", "EXCLUSIVE: ", "NATO — ", "UN - ", "ANALYSIS/OPINION: ", "Iraq — ",
        "ISIS — the group that held the city — is back. ", "“BAGHDAD — ", "Gulf Daily: ", "A man (Reuters photo) said ",
    ],
)  # fmt: skip
def test_beginnings_that_are_no_dateline(beginning):
    assert story(f"{beginning}{ONE}", headline="Talks open") == f"{beginning}{ONE}"


def test_speakers_of_a_transcript_are_no_places():
    text = "HADDAD: Welcome to the programme this evening.\nKHATIB: Thank you.\nHADDAD: The talks failed."
    assert story(text) == text


def test_a_dateline_below_a_sub_headline():
    assert story(f"Second round next week\n\nBAGHDAD — {ONE}", headline="Talks") == f"Second round next week\n\n{ONE}"


def test_repeated_headline():
    corpus = cleaned(f"TALKS OPEN IN BAGHDAD.\n\n{ONE}", headline="Talks Open in Baghdad")
    assert corpus.articles.loc[0, ["headline", "text"]].tolist() == ["Talks Open in Baghdad", ONE]


def test_headline_found_in_the_first_line():
    corpus = cleaned(f"Will the talks in Baghdad fail?\n{ONE}\n{TWO}")
    assert corpus.articles.loc[0, ["headline", "text"]].tolist() == [
        "Will the talks in Baghdad fail?",
        f"{ONE}\n{TWO}",
    ]


@pytest.mark.parametrize("first", ["He went home.", "“It is over now,” he said.", "Again", "1."])
def test_first_lines_that_are_no_headline(first):
    assert story(f"{first}\n{ONE}") == f"{first}\n{ONE}"


def test_popular_posts_and_all_after_them():
    tail = "Popular posts from this blog\n\nA cyber attack\n\n‘The hideout’: a confession | Exclusive"
    assert story(f"{ONE}\n\n{TWO}\n\n\n\n{tail}") == f"{ONE}\n\n{TWO}"
    assert [kind for kind, _ in removed(f"{ONE}\n\n{tail}")] == ["leftover"] * 3


def test_a_marker_before_paragraphs_takes_its_line_only():
    assert story(f"{ONE}\n\nRelated articles\n\n{TWO}\n\n{THREE}") == f"{ONE}\n\n{TWO}\n\n{THREE}"


def test_comments_of_readers_stay_as_they_are_sentences():
    # Short sentences cannot be told from the story; only the line above them goes.
    text = f"{ONE}\n\nComments\n\nI agree.\n\nSo do I.\n\nNot me."
    assert story(text) == f"{ONE}\n\nI agree.\n\nSo do I.\n\nNot me."


def test_paragraphs_stay_as_far_apart_as_they_were():
    assert story(f"{ONE}\nShare\n{TWO}\n\n\n{THREE}") == f"{ONE}\n{TWO}\n\n\n{THREE}"


@pytest.mark.parametrize(
    "text", ["", "  ", "🙂🙂", "Advertisement", "By Leila Haddad", "Word", "(Reuters)", f"{ONE} Share"]
)
def test_one_line_stays_untouched(text):
    assert story(text) == text


def test_nothing_would_be_left():
    corpus = cleaned("Share\n\nSubscribe\n\nDelegates arrive. (Photo: X)")
    assert corpus.articles["text"][0] == "Share\n\nSubscribe\n\nDelegates arrive. (Photo: X)"
    assert "1 texts kept whole" in corpus.history[-1].note
    assert removed_lines(corpus).empty


def test_arabic_article():
    text = "قال المسؤولون إن المحادثات لن تستأنف قبل الأسبوع المقبل في بغداد بعد أسبوع من التأجيل والتصريحات الغاضبة."
    page = f"محادثات جديدة في بغداد\n\n{text}\n\nاقرأ أيضا\n\nخبر آخر من المدينة"
    corpus = cleaned(page)
    assert corpus.articles.loc[0, ["headline", "text"]].tolist() == ["محادثات جديدة في بغداد", text]


ARABIC = "قال المسؤولون إن المحادثات لن تستأنف قبل الأسبوع المقبل في بغداد بعد أسبوع من التأجيل."
ARABIC_TWO = "وأضافوا أن جولة ثانية مقررة في الشهر المقبل وأن الطرفين وعدا بالحضور."


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("بقلم: ليلى حداد", "byline"),
        ("كتب عمر طحان", "byline"),
        ("كتبت زينب خضير", "byline"),
        ("كتبت زينب خضير | بريد دجلة", "byline"),
        ("وفود تصل إلى المحادثات. (تصوير: ليلى حداد)", "caption"),
        ("وفود تصل إلى المحادثات. (الصورة: بريد دجلة)", "caption"),
        ("اقرأ أيضاً", "leftover"),
        ("إقرأ أيضًا: المبعوث يغادر العاصمة", "leftover"),
        ("شاهد أيضا: المبعوث يغادر العاصمة", "leftover"),
        ("اشترك في نشرتنا البريدية", "leftover"),
        ("شارك هذا المقال على تويتر", "leftover"),
        ("جميع الحقوق محفوظة", "leftover"),
    ],
)
def test_lines_of_an_arabic_page_that_go(line: str, kind: str) -> None:
    text = f"{line}\n\n{ARABIC}\n\n{ARABIC_TWO}"
    assert removed(text, headline="محادثات جديدة") == [(kind, line)]


@pytest.mark.parametrize(
    "line",
    [
        "كتبت الصحيفة أن المحادثات فشلت",
        "كتب المبعوث إلى الوزير",
        "اشترك في القتال ألف جندي",
        "اقرأ الرسالة مرة ثانية",
        "شارك الوزير في المحادثات",
        "شاهد أيضا سيارة تحترق",
        "صورة المدينة بعد الحرب",
        "ماذا بعد؟",
    ],
)
def test_lines_of_an_arabic_story_stay(line: str) -> None:
    text = f"{line}\n\n{ARABIC}\n\n{line}\n\n{ARABIC_TWO}"
    assert story(text, headline="محادثات جديدة") == text


@pytest.mark.parametrize(
    ("written", "dateline"),
    [("دبي — ", "دبي"), ("البغدادي (الأنبار) — ", "البغدادي (الأنبار)"), ("بغداد (بريد دجلة) - ", "بغداد (بريد دجلة)")],
)
def test_datelines_in_arabic(written: str, dateline: str) -> None:
    corpus = cleaned(f"{written}{ARABIC}\n\n{ARABIC_TWO}", headline="محادثات جديدة")
    assert corpus.articles.loc[0, ["dateline", "text"]].tolist() == [dateline, f"{ARABIC}\n\n{ARABIC_TWO}"]


@pytest.mark.parametrize("beginning", ["عاجل — ", "تحليل — ", "المبعوث — كما قال — ", "بعد أسبوع طويل — ", "دبي - "])
def test_beginnings_in_arabic_that_are_no_dateline(beginning: str) -> None:
    assert story(f"{beginning}{ARABIC}", headline="محادثات جديدة") == f"{beginning}{ARABIC}"


def test_what_the_columns_held_before_is_kept():
    caption = "Delegates arrive. (Reuters)"
    corpus = cleaned(f"{caption}\n{ONE}\n{TWO}", headline="Talks", caption="From the file", byline="Leila Haddad")
    assert corpus.articles.loc[0, ["caption", "byline"]].tolist() == [
        f"From the file\n{caption}",
        "Leila Haddad",
    ]


def test_history_counts_by_kind():
    corpus = cleaned(f"BAGHDAD — {ONE}\nShare\nTweet\n{TWO}\nLeila Haddad contributed.")
    assert corpus.history[-1].operation == "clean"
    assert corpus.history[-1].note == "lines taken out: 1 byline, 1 dateline, 2 leftover"


def test_removed_lines_of_a_corpus_that_was_not_cleaned():
    with pytest.raises(ColumnError, match="original"):
        removed_lines(Corpus(pd.DataFrame({"article_id": ["a"], "text": [ONE]})))


def test_order_of_articles_does_not_matter():
    table = pd.DataFrame({"article_id": ["a", "b"], "text": [f"{ONE}\nShare\n{TWO}", f"BAGHDAD — {ONE}"]})
    one = clean(Corpus(table)).articles
    other = clean(Corpus(table[::-1])).articles[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(one, other)


def test_the_real_page(shared_dir: Path):
    corpus = clean(read_articles(shared_dir / "real" / "asharq-al-awsat-2020-03.txt"))
    article = corpus.articles.iloc[0]
    assert article["headline"].startswith("Pentagon Prepares to Destroy")
    assert article["caption"].startswith("A member of the PMU") and article["caption"].endswith("(Reuters)")
    assert article["byline"] == "Asharq Al-Awsat"
    assert article["text"].startswith("The US Department of Defense has ordered")
    assert article["text"].endswith("deal with the enemy.")
    assert len(re.findall(r"[^\n]+", article["text"])) == 9
    assert Counter(removed_lines(corpus)["kind"]) == {"caption": 1, "byline": 1, "leftover": 4}


def test_ten_thousand_articles_in_five_seconds():
    text = "\n\n".join([f"BAGHDAD (Reuters) - {ONE}", *[f"{ONE} {TWO}", THREE, "Advertisement"] * 9, TWO])
    corpus = Corpus(pd.DataFrame({"article_id": [str(i) for i in range(2000)], "text": [text] * 2000}))
    assert 440 <= len(text.split()) <= 520
    begin = time.process_time()
    clean(corpus)
    # A fifth of the articles in a fifth of the time, and as much again for a slow machine.
    assert time.process_time() - begin < 2.0


@pytest.mark.parametrize(
    "line", ["By " + "A, " * 60 + "x", "(" * 300, "A" * 390 + "-", "Photo: " * 25, "share " * 39 + "no"]
)
def test_hostile_lines_take_no_time(line):
    begin = time.process_time()
    clean(Corpus(pd.DataFrame({"article_id": ["a"], "text": ["\n".join([line] * 50)]})))
    assert time.process_time() - begin < 1.0


LINES = st.sampled_from(
    [*LEFTOVERS, *STORY_LINES, *CAPTIONS, *BYLINES, ONE, TWO, THREE, "", "Popular posts", "🙂"]
) | st.text(max_size=60)
TEXTS = st.lists(LINES, max_size=8).flatmap(
    lambda lines: st.sampled_from(["\n", "\n\n"]).map(lambda gap: gap.join(lines))
)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, headline=st.none() | LINES, outlet=st.none() | st.text(max_size=12))
def test_nothing_is_lost_and_twice_is_once(text, headline, outlet):
    table = pd.DataFrame(
        {"article_id": ["a"], "text": [text], "headline": [headline], "outlet": [outlet]}, dtype=object
    )
    once = clean(Corpus(table))
    words = Counter(once.articles["text"][0].split())
    gone = removed_lines(once)
    assert once.articles["original"][0] == text
    assert not words - Counter(text.split())
    assert set(gone["kind"]) <= set(KINDS)
    kept_and_gone = "".join(once.articles["text"][0].split()) + "".join("".join(line.split()) for line in gone["text"])
    letters = Counter(c for c in text if c.isalnum())
    assert Counter(c for c in kept_and_gone if c.isalnum()) == letters
    twice = clean(once)
    pd.testing.assert_frame_equal(twice.articles, once.articles)
    pd.testing.assert_frame_equal(removed_lines(twice), gone)


@pytest.mark.parametrize("role", ["defence", "security", "business", "health", "environment"])
def test_a_byline_may_name_what_a_correspondent_writes_about(role: str) -> None:
    assert is_byline(f"By Tom Ellery, {role} correspondent")
    assert not is_byline(f"By then {role} had failed the town")
