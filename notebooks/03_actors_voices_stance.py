"""The tables of the notebook 03_actors_voices_stance without its pictures, for a run that others can repeat.

    python notebooks/03_actors_voices_stance.py

reads actors.yaml beside this file and writes CSV tables to results/actors_voices_stance in the current folder.
"""

import warnings
from pathlib import Path

import toolkit as tk
from toolkit.errors import SmallSampleWarning

# The group is named on four shared events only: its rows stay without intervals, which the tables show.
warnings.simplefilter("ignore", SmallSampleWarning)

corpus = tk.clean(tk.load_corpus("taji-2020", language="en"))
actors = tk.read_actors(Path(__file__).parent / "actors.yaml")

# Who is mentioned, and what each is called
mentions = tk.find_actors(corpus, actors)
mention_counts = mentions.counts("outlet")
labels = tk.actor_labels(mentions)
named = tk.Labels(actor="kataib-hezbollah", actors=actors, per="mention")(corpus)
named_gap = tk.compare(named, categories=["militia"])
label_gap = tk.compare(tk.Labels()(corpus), categories=["militia"])

# Who acts, and how harm is told
acts = tk.link_actors(tk.find_acts(corpus), mentions)
roles = tk.actor_roles(acts)
by_outlet = tk.actor_roles(acts, by="outlet")
pairs = tk.who_whom(acts)
agency_gap = tk.compare(tk.Agency()(corpus), categories=["passive", "nominal"])

# Who is to destroy whom, and who speaks
force = tk.ForceAxis()(corpus)
parties = tk.find_parties(force, mentions)
sources = tk.find_sources(corpus)
by_source = sources.by_source("outlet")
voices = sources.outlet_voices()
voices_gap = tk.compare(tk.Voices()(corpus), categories=["own"])
own_gap = tk.compare(tk.in_voice(force, "own", sources=sources), categories=["destroy"])
sourced_gap = tk.compare(tk.in_voice(force, "sourced", sources=sources), categories=["destroy"])

# In which light
targets = {"United States": "united-states", "Iraq": "iraq"}
stance = {name: tk.Stance(actor, actors=actors)(corpus) for name, actor in targets.items()}
stance_gap = {name: tk.compare(one, categories=["stance", "own"]) for name, one in stance.items()}

tables = {
    "mention_counts": mention_counts, "labels": labels, "roles": roles, "by_outlet": by_outlet, "pairs": pairs,
    "parties": parties.table, "by_source": by_source, "voices": voices, "named_gap": named_gap.table,
    "label_gap": label_gap.table, "agency_gap": agency_gap.table, "voices_gap": voices_gap.table,
    "own_gap": own_gap.table, "sourced_gap": sourced_gap.table,
}  # fmt: skip
tables |= {f"stance_{targets[name]}": one.table for name, one in stance_gap.items()}

folder = Path("results", "actors_voices_stance")
folder.mkdir(parents=True, exist_ok=True)
for name, one in tables.items():
    one.drop(columns="rows", errors="ignore").to_csv(folder / f"{name}.csv", index=False)
print(f"{len(tables)} tables in {folder}")
