"""The command line program `framing`: its commands, one file a topic. Nothing heavy is imported before it is used."""

from toolkit.cli.program import main as main
