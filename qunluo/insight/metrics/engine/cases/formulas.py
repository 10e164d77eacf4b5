"""Sums of series: `A+2*B`, read without running anything."""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine.cases.reading import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SIGNS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def computed(formula: str, values: Mapping[str, float]) -> float | None:
    """The formula's value; None where it divides by nothing."""
    try:
        return _value(ast.parse(formula, mode="eval").body, values)
    except ZeroDivisionError:
        return None
    except SyntaxError:
        raise UnsupportedError(f"the formula {formula}") from None


def _value(node: ast.expr, values: Mapping[str, float]) -> float:
    if isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
        return SIGNS[type(node.op)](_value(node.left, values), _value(node.right, values))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, values)
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return node.value
    if isinstance(node, ast.Name) and node.id in values:
        return values[node.id]
    raise UnsupportedError(f"{ast.unparse(node)} in a formula")
