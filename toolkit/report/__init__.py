"""HTML that stands alone: concordances for notebooks, and a report of whole comparisons."""
