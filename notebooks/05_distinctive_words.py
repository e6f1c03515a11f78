"""The tables of the notebook 05_distinctive_words without its pictures, for a run that others can repeat.

    python notebooks/05_distinctive_words.py

writes CSV tables to results/distinctive_words in the current folder, and there a page of words that can be searched.
"""

from pathlib import Path

import toolkit as tk

folder = Path("results", "distinctive_words")
folder.mkdir(parents=True, exist_ok=True)

corpus = tk.clean(tk.load_corpus("tram-strike-2024"))

# Distinctive words, and those among them that are unsure over events
every = tk.keyness(corpus, target="The Shipwright", terms=tk.Terms(min_count=3), n_resamples=0)
words = tk.keyness(corpus, target="The Shipwright", terms=tk.Terms(stop_words="function"))
by_words_alone = words.table[words.table["z"].abs() > 1.96]
lines = words.concordance(words.table["term"].iloc[0])
two = tk.keyness(
    corpus, target="Tarnhaven Mercantile", reference="The Shipwright", terms=tk.Terms(stop_words="function")
)
tk.write_scatter(folder / "scatter.html", two)

# The company that a word keeps; which words make two outlets differ
company = tk.collocations(corpus, "union", window=4)
tone = tk.Sentiment()(corpus)
shift = tk.measurement_shift(tone, target="The Shipwright", reference="Tarnhaven Mercantile")

# Headline and story
gaps = tk.part_differences(tone)
frames = tk.FrameSalience()(corpus)
room = tk.salience(frames)

# Does the finding hold under other choices?
curve = tk.specification_curve(
    corpus, tk.FrameSalience(), category="economic", outlets="Tarnhaven Mercantile",
    alternatives={"parts": ["story"], "pool": ["sum"], "wire": ["drop", "keep"], "voice": ["own"],
                  "measure": tk.leave_one_out(frames, "economic", n_entries=3)},
    n_exchanges=199,
)  # fmt: skip

tables = {
    "every": every.table, "words": words.table, "by_words_alone": by_words_alone, "lines": lines, "two": two.table,
    "company": company.table, "tone": tone.scores, "shift": shift.table, "gaps": gaps, "frames": frames.scores,
    "room": room.table, "curve": curve.table,
}  # fmt: skip
for name, one in tables.items():
    one.to_csv(folder / f"{name}.csv", index=False)
print(f"{len(tables)} tables and a page of words in {folder}")
