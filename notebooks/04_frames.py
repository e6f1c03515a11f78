"""The tables of the notebook 04_frames without its pictures, for a run that others can repeat.

    python notebooks/04_frames.py

writes CSV tables to results/frames in the current folder. Learning from codes and finding topics take half a minute.
"""

from pathlib import Path

import toolkit as tk

folder = Path("results", "frames")
folder.mkdir(parents=True, exist_ok=True)

# Given frames, by their words
corpus = tk.clean(tk.load_corpus("tram-strike-2024"))
frames = tk.FrameSalience()(corpus)
gap = tk.compare(frames)
policy = tk.FrameSalience(lexicon=tk.load_lexicon("policy-frames"))(corpus)

# Where the list fails: frames that were planned for an article, and frames found in it
planned = tk.load_codes("tram-strike-2024")[["article_id", "frames"]]
found = tk.frames_present(frames).merge(planned, on="article_id")
pairs = zip(found["category"].astype(str), found["frames"], strict=True)
found["planned"] = [frame in listed.split(";") for frame, listed in pairs]
found["both"] = found["present"] & found["planned"]

# Frames learnt from codes
codes = tk.load_codes("coding-practice")
labels = [None if frame == "none" else frame for frame in codes["gold_frame"]]
engine = tk.train_frames(codes["sentence"].tolist(), labels)
curve = tk.abstention_curve(*engine.held_out, thresholds=engine.thresholds)
coded = tk.CodedFrames(engine)(corpus)

# Words that take a side
loaded = tk.LoadedLanguage()(corpus)
words = tk.loaded_words(loaded)

# Frame axes
poles = {"money or people": (["profit", "cost", "price"], ["family", "worker", "child"])}
axis = tk.FrameAxis(poles)(corpus)
pull = tk.axis_words(axis, axis="money or people", target="Tarnhaven Mercantile", reference="The Shipwright")

# Topics without a codebook
model = tk.find_topics(corpus, n_topics=4, n_refits=6)

tables = {
    "frames": frames.scores, "gap": gap.table, "policy": policy.scores, "found": found, "curve": curve.table,
    "coded": coded.scores, "loaded": loaded.scores, "words": words, "axis": axis.scores, "pull": pull.table,
    "topics": model.table,
}  # fmt: skip
for name, one in tables.items():
    one.to_csv(folder / f"{name}.csv", index=False)
print(f"{len(tables)} tables in {folder}")
