"""Exceptions and warnings, named by what went wrong.

Every message says what was expected, what was given, and what is available. All exceptions derive from
`FramingError`, so that a script can catch whatever the toolkit raises on purpose with one clause.

Contents: `FramingError` and its children, `FramingWarning` and its children.
"""


class FramingError(Exception):
    """Anything the toolkit raises on purpose."""


class OptionError(FramingError, ValueError):
    """An argument has a value that is not among the allowed ones."""


class ColumnError(FramingError, ValueError):
    """A table lacks a column, or a column holds what it must not."""


class DuplicateIdError(FramingError, ValueError):
    """Two articles have the same article_id."""


class ReadError(FramingError, ValueError):
    """A file cannot be read as what it is said to be."""


class LexiconError(FramingError, ValueError):
    """A lexicon file or pattern is broken; the message names the file, category and pattern."""


class StudyError(FramingError, ValueError):
    """A study file has a wrong key or value; the message names the key."""


class MissingEventsError(FramingError, ValueError):
    """A comparison of outlets on shared events was asked for, and the corpus knows no events."""


class ModelMissingError(FramingError, ImportError):
    """A trained model is asked for whose package is not installed; the message names the line that installs it."""


class UnknownNameError(FramingError, KeyError):
    """A shipped corpus, lexicon, measure or validation task of this name does not exist."""

    def __str__(self) -> str:
        """Show the message without the quotes that KeyError puts around it."""
        return str(self.args[0]) if self.args else ""


class FramingWarning(UserWarning):
    """Anything the toolkit warns about on purpose."""


class SmallSampleWarning(FramingWarning):
    """Too few events for an interval: bounds and p are NaN."""


class SetAsideWarning(FramingWarning):
    """Some rows or files could not be used; the corpus lists them with the reasons."""


class LanguageWarning(FramingWarning):
    """A measure does not know the language of some texts."""


class LexiconWarning(FramingWarning):
    """A lexicon was read, but something in it deserves a look."""


class WireCopyWarning(FramingWarning):
    """A comparison's answer depends on how wire copy is counted."""


class CacheWarning(FramingWarning):
    """The cache on disk cannot be used; results are computed anew."""


class UndatedWarning(FramingWarning):
    """Articles without a date took part in what rests on dates."""


class ActorWarning(FramingWarning):
    """An actor is never mentioned, or a name in a list of actors deserves a look."""


class AxisWarning(FramingWarning):
    """The poles of a frame axis lack words, or are too alike to be told apart."""
