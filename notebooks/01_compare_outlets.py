"""The tables of the notebook 01_compare_outlets without its pictures, for a run that others can repeat.

    python notebooks/01_compare_outlets.py

reads actors.yaml beside this file and writes CSV tables to results/compare_outlets in the current folder, and there a
report.
"""

from pathlib import Path

import toolkit as tk

folder = Path("results", "compare_outlets")
folder.mkdir(parents=True, exist_ok=True)

# The articles, without what is not the story
raw = tk.load_corpus("taji-2020", language="en")
corpus = tk.clean(raw)
removed = tk.removed_lines(corpus)
headlines = corpus.articles.pivot(index="event_id", columns="outlet", values="headline").fillna("(nothing)")

# What is force said to be for?
force = tk.ForceAxis()(corpus)
gap = tk.compare(force, categories=["destroy", "de-escalate"])

# What is the group called?
actors = Path(__file__).parent / "actors.yaml"
labels = tk.Labels(actor="kataib-hezbollah", actors=str(actors), per="mention")(corpus)
counts = labels.evidence.groupby(["outlet", "category"], observed=True).size().unstack(fill_value=0)

# Frames, sentiment beside another program's, certainty
frames = tk.FrameSalience()(corpus)
frame_gap = tk.compare(frames, categories=["morality"])
present = corpus.articles[["article_id", "outlet"]].merge(tk.frames_present(frames), on="article_id")
tone = tk.Sentiment()(corpus)
vader = tk.VaderSentiment()(corpus)
columns = ["article_id", "value"]
both = tone.article_scores()[columns].merge(vader.article_scores()[columns], on="article_id")
both.columns = ["article", "Sentiment (valence)", "VADER (compound)"]
certainty = tk.Certainty()(corpus)
verbs = certainty.evidence.groupby(["outlet", "category"], observed=True).size().unstack(fill_value=0)
verbs = verbs.drop(columns=["hedges", "boosters", "approximators"])
rates = tk.compare(force, categories=["destroy", "deter", "defend", "de-escalate"])

# What if we had chosen otherwise?
uncleaned = tk.ForceAxis()(raw)
estimates = gap.table[gap.table["category"] == "destroy"][["outlet", "estimate"]].set_index("outlet")
choices = {
    "uncleaned": tk.compare(uncleaned, categories=["destroy"]),
    "with captions": tk.compare(force, categories=["destroy"], parts=["headline", "lead", "body", "caption"]),
    "headlines": tk.compare(force, categories=["destroy"], parts=["headline"]),
    "stories": tk.compare(force, categories=["destroy"], parts=["lead", "body"]),
    "pool sum": tk.compare(force, categories=["destroy"], pool="sum"),
}
for choice, comparison in choices.items():
    estimates[choice] = comparison.table["estimate"].values

tables = {
    "removed": removed, "headlines": headlines, "force": force.scores, "gap": gap.table, "labels": labels.scores,
    "counts": counts, "frames": frames.scores, "frame_gap": frame_gap.table, "present": present, "tone": tone.scores,
    "vader": vader.scores, "both": both, "certainty": certainty.scores, "verbs": verbs, "rates": rates.table,
    "estimates": estimates,
}  # fmt: skip
for name, one in tables.items():
    one.to_csv(folder / f"{name}.csv", index=one.index.name is not None)
tk.write_report(folder / "report.html", [gap, frame_gap, tk.compare(tone)], corpus=corpus)
print(f"{len(tables)} tables and a report in {folder}")
