"""Reads finished text and finds every word that states something no fact carries."""

from qunluo.steer.reports.engine.checking.claims import check_claim
from qunluo.steer.reports.engine.checking.findings import Finding, Kind
from qunluo.steer.reports.engine.checking.prose import check_prose, parts_of
from qunluo.steer.reports.engine.checking.words import Word, words_in

__all__ = ["Finding", "Kind", "Word", "check_claim", "check_prose", "parts_of", "words_in"]
