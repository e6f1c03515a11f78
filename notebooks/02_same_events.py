"""The tables of the notebook 02_same_events without its pictures, for a run that others can repeat.

    python notebooks/02_same_events.py

writes CSV tables to results/same_events in the current folder, and there a report and the decisions about events.
"""

from pathlib import Path

import toolkit as tk

folder = Path("results", "same_events")
folder.mkdir(parents=True, exist_ok=True)

corpus = tk.clean(tk.load_corpus("taji-2020", language="en"))

# Which articles report the same event, with a decision made by hand
found = tk.match_events(corpus)
first = tk.explain_event(found, tk.list_events(found)["event_id"].iloc[0])
decisions = tk.EventDecisions().pin("second-attack", ["mw-taji-attack-2", "tc-taji-attack-2"])
tk.write_decisions(decisions, folder / "events.yaml")
matched = tk.match_events(corpus, decisions=folder / "events.yaml")

# Who copied whom, and what it changes
reprints = tk.find_reprints(corpus)
gap = tk.compare(tk.ForceAxis()(corpus), categories=["destroy"])

# Facts, side by side; what one outlet leaves out
told = tk.align(corpus, "pentagon-order")
missing = told.left_out(at_least=3)
missing = missing[missing["outlet"] == "Gulf Lantern"][["fact_id", "fact", "n_others"]]

# A list of one's own, also in the Arabic articles
facts = [
    "A US newspaper reported that the Pentagon had ordered plans for a campaign to destroy Kataib Hezbollah.",
    "The top US commander in Iraq warned in a memo that the campaign would need thousands more troops.",
    "The memo warned that the campaign could lead to war with Iran.",
    "The president took no decision and let the planning go on.",
    "The caretaker prime minister of Iraq warned against military action without the government's approval.",
    "The Popular Mobilization Forces are formally part of the Iraqi armed forces.",
]
checked = tk.align(corpus, "pentagon-order", facts=facts)
both = tk.clean(tk.load_corpus("taji-2020"))
arabic = tk.align(both, "pentagon-order", facts=facts)

# Over all events
omission = tk.compare_omission(corpus)

tables = {
    "articles": matched.articles, "first": first, "reprints": reprints.table, "gap": gap.table, "by_wire": gap.by_wire,
    "told_facts": told.facts, "told_tellings": told.tellings, "missing": missing, "checked_facts": checked.facts,
    "checked_tellings": checked.tellings, "arabic_tellings": arabic.tellings, "omission": omission.table,
}  # fmt: skip
for name, one in tables.items():
    one.drop(columns="text", errors="ignore").to_csv(folder / f"{name}.csv", index=False)
tk.write_report(folder / "report.html", gap, corpus=corpus, alignments=[checked], omission=omission)
print(f"{len(tables)} tables and a report in {folder}")
