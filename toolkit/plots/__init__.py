"""Plots: a result in, matplotlib axes out; they compute no statistic, and neither show nor save."""
