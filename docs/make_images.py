"""Draw the pictures of README.md from the shipped corpus: python docs/make_images.py."""

from pathlib import Path

import matplotlib

import toolkit as tk

matplotlib.use("Agg")
HERE = Path(__file__).parent / "images"


def main() -> None:
    """Write the pictures."""
    corpus = tk.clean(tk.load_corpus("taji-2020", language="en"))
    force = tk.ForceAxis()(corpus)
    gap = tk.plot_comparison(tk.compare(force, categories=["destroy", "de-escalate"]))
    headline = tk.plot_headline_body(force, category="destroy")
    facts = tk.plot_facts(tk.align(corpus, "pentagon-order"), max_facts=10)
    for name, axes in (("destroy-by-outlet", gap), ("headline-and-body", headline), ("facts-by-outlet", facts)):
        axes.figure.savefig(HERE / f"{name}.png", dpi=80, bbox_inches="tight", metadata={"Software": None})


if __name__ == "__main__":
    main()
