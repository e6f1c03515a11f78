"""Adapters to trained models, each behind one small protocol, with results kept on disk by content."""
