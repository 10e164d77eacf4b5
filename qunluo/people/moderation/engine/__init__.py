"""Finding watched words in what people write, however it is disguised; no tables, no Django."""

from qunluo.people.moderation.engine.characters import tight as key_of
from qunluo.people.moderation.engine.matching import LEVELS, Entry, Find, Lexicon, finds_of, masked

__all__ = ["LEVELS", "Entry", "Find", "Lexicon", "finds_of", "key_of", "masked"]
