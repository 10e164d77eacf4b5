"""One community's lines as they stand at a watermark: `history_of(source)` is the only way in."""

from qunluo.insight.metrics.engine.history.keeping import forget_all, history_of
from qunluo.insight.metrics.engine.history.source import Source, Span
from qunluo.insight.metrics.engine.history.standing import History

__all__ = ["History", "Source", "Span", "forget_all", "history_of"]
