"""Run cases and say of each how it went."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isclose
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from qunluo.insight.metrics.engine.cases import events, funnels, published
from qunluo.insight.metrics.engine.cases.asking import not_understood
from qunluo.insight.metrics.engine.cases.reading import Beginning, UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qunluo.insight.metrics.engine.cases.events import Answer
    from qunluo.insight.metrics.engine.cases.reading import Case

State = Literal["pass", "fail", "not supported"]
KINDS: dict[str, Callable[[Case, Path], Answer]] = {
    "retention": events.retained,
    "lifecycle": events.alive,
    "stickiness": events.sticky,
    "trend": events.trended,
    "funnel": funnels.converted,
    "numeric": published.recomputed,
}
UNORDERED = {"reached", "dropped_after"}
HAIR = 1e-6
FEWEST_DECIMALS = 2


@dataclass(frozen=True)
class Outcome:
    """`got` holds the same keys as `expected`. `reason`: what is not supported, or what broke."""

    name: str
    state: State
    reason: str
    got: Any
    expected: Any


def cases_in(folder: Path) -> Iterator[tuple[str, Case | None]]:
    """Every case of every JSON file, by file and list order; None: the file holds no cases."""
    for path in sorted(folder.rglob("*.json")):
        try:
            told = json.loads(path.read_text())
        except ValueError:
            told = None
        rows = told.get("cases") if isinstance(told, dict) else told
        if not isinstance(rows, list):
            yield path.name, None
            continue
        for number, case in enumerate(rows, 1):
            name = case.get("name") if isinstance(case, dict) else None
            yield str(name or f"{path.stem}-{number}"), case if isinstance(case, dict) else None


def run(name: str, case: Case | None) -> Outcome:
    """One case through the product's own functions. Never raises: what breaks is a failure."""
    expected = case.get("expected") if case else None
    if case is None or not isinstance(expected, dict):
        return Outcome(name, "not supported", "not a case of this format", None, expected)
    answer = KINDS.get(str(case.get("kind")))
    if answer is None:
        return Outcome(name, "not supported", f"kind {case.get('kind')}", None, expected)
    strange = not_understood(case)
    if strange:
        return Outcome(name, "not supported", f"a query by {', '.join(strange)}", None, expected)
    try:
        with TemporaryDirectory(prefix="qunluo-case-") as folder:
            found = answer(case, Path(folder))
    except UnsupportedError as wanting:
        return Outcome(name, "not supported", str(wanting), None, expected)
    except Exception as error:  # a case that breaks must not end the run
        return Outcome(name, "fail", f"{type(error).__name__}: {error}", None, expected)
    return _judged(name, case, found)


def _judged(name: str, case: Case, found: Answer) -> Outcome:
    expected = case["expected"]
    asked = {key: value for key, value in expected.items() if _is_asserted(case, value)}
    got = {key: found.get(key) for key in asked}
    unknown = sorted(set(asked) - set(found))
    if unknown:
        reason = f"expected {', '.join(unknown)}"
        return Outcome(name, "not supported", reason, got, expected)
    for key, wanted in asked.items():
        if not _agrees(case, key, got[key], wanted):
            return Outcome(name, "fail", f"{key} differs", got, expected)
    return Outcome(name, "pass", "", got, expected)


def _is_asserted(case: Case, value: Any) -> bool:
    """In a numeric case None is a value: no data."""
    return value is not None or case["kind"] == "numeric"


def _agrees(case: Case, key: str, got: Any, wanted: Any) -> bool:
    if case["kind"] == "numeric":
        told = case.get("tolerance", 0)
        slack = told.get(key, HAIR) if isinstance(told, dict) else told
        return _close(got, wanted, float(slack), none_is_value=True)
    if key in UNORDERED:
        picked = {step: got.get(step, []) for step in wanted}
        return {k: sorted(v) for k, v in picked.items()} == {
            k: sorted(v) for k, v in wanted.items() if v is not None
        } | {k: sorted(picked[k]) for k, v in wanted.items() if v is None}
    return _close(got, wanted, HAIR, none_is_value=False)


def _close(got: Any, wanted: Any, slack: float, *, none_is_value: bool) -> bool:
    if wanted is None and not none_is_value:
        return True
    if isinstance(wanted, dict):
        return isinstance(got, dict) and all(
            key in got and _close(got[key], value, slack, none_is_value=none_is_value)
            for key, value in wanted.items()
        )
    if isinstance(wanted, list):
        if isinstance(got, Beginning):
            got = got[: len(wanted)]
        return (
            isinstance(got, list | tuple)
            and len(got) == len(wanted)
            and all(
                _close(one, other, slack, none_is_value=none_is_value)
                for one, other in zip(got, wanted, strict=True)
            )
        )
    if isinstance(wanted, bool) or not isinstance(wanted, int | float):
        return bool(got == wanted)
    room = max(slack, 1e-12 if none_is_value else _rounding(wanted))
    return isinstance(got, int | float) and isclose(got, wanted, rel_tol=1e-12, abs_tol=room)


def _rounding(wanted: float) -> float:
    """A number printed with several decimals is met by what rounds to it."""
    decimals = len(repr(float(wanted)).partition(".")[2])
    return 0.5 * 10**-decimals + 1e-12 if decimals >= FEWEST_DECIMALS else 0.0
