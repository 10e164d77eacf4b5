"""The builder's draft: groups and conditions as they stand in the form, to and from a rule.

Every node has a path, such as 0.2.1: the second condition of the third part of the whole. Its fields
are named by a letter and the path; buttons named `do` change the draft and send it again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from qunluo.insight.segments.engine.rule import DEEPEST, MOST, MOST_CONDITIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise

LETTERS = {
    "event": "e",
    "least": "n",
    "most": "m",
    "days": "d",
    "first": "f",
    "last": "t",
    "space": "s",
    "about": "a",
    "word": "w",
}
NUMBERS = ("least", "most", "days", "space", "about")
LONGEST = 120


@dataclass(frozen=True)
class Kind:
    """One kind of condition: its name, the heading it stands under, and its fields in order."""

    label: StrPromise
    section: StrPromise
    fields: tuple[str, ...] = ()


DOING, BEING = _("What they did"), _("Who they are")
TIME, SCORE, OTHER = _("When they came and went"), _("How they score"), _("Other segments")
KINDS: dict[str, Kind] = {
    "did": Kind(_("did"), DOING, ("event", "least", "most", "space", "days", "first", "last")),
    "joined": Kind(_("joined so many days ago"), TIME, ("least", "most")),
    "joined_on": Kind(_("joined between two days"), TIME, ("first", "last")),
    "silent": Kind(_("not seen for days"), TIME, ("days",)),
    "channel": Kind(_("came by channel"), TIME, ("word",)),
    "language": Kind(_("language they read in"), BEING, ("word",)),
    "role": Kind(_("role they hold"), BEING, ("word",)),
    "knows": Kind(_("says to know about"), BEING, ("word",)),
    "place": Kind(_("says to be in"), BEING, ("word",)),
    "field": Kind(_("field of the profile contains"), BEING, ("about", "word")),
    "imported": Kind(_("was imported and not claimed yet"), BEING),
    "verified": Kind(_("is verified by real name"), BEING),
    "level": Kind(_("circle by presence"), SCORE, ("word",)),
    "lifecycle": Kind(_("where they are in coming and going"), SCORE, ("word",)),
    "rfm": Kind(_("group of contributors"), SCORE, ("word",)),
    "rfm_r": Kind(_("recency (1 to 5)"), SCORE, ("least", "most")),
    "rfm_f": Kind(_("frequency (1 to 5)"), SCORE, ("least", "most")),
    "rfm_m": Kind(_("worth (1 to 5)"), SCORE, ("least", "most")),
    "influence": Kind(_("rank by influence"), SCORE, ("most",)),
    "quality": Kind(_("quality (0 to 100)"), SCORE, ("least", "most")),
    "segment": Kind(_("is in the segment"), OTHER, ("word",)),
}
SECTIONS = [
    (section, [(key, kind) for key, kind in KINDS.items() if kind.section is section])
    for section in (DOING, BEING, TIME, SCORE, OTHER)
]
TRAITS = ("language", "role", "knows", "place", "field", "imported", "verified")
SCORES = ("rfm_r", "rfm_f", "rfm_m", "influence", "quality")
STATES = ("rfm", "lifecycle")


@dataclass
class Node:
    """A group (`joint`: all, any) or a condition of a `kind`, with what was typed; `wrong`: why not."""

    joint: str = ""
    kind: str = ""
    is_not: bool = False
    typed: dict[str, str] = field(default_factory=dict)
    parts: list[Node] = field(default_factory=list)
    path: str = "0"
    wrong: str | StrPromise = ""

    @property
    def depth(self) -> int:
        return self.path.count(".") + 1

    @property
    def may_nest(self) -> bool:
        return self.depth < DEEPEST - 1

    def placed(self, path: str = "0") -> Node:
        """The same with the paths of where everything stands now."""
        self.path = path
        for n, one in enumerate(self.parts):
            one.placed(f"{path}.{n}")
        return self

    def conditions(self) -> int:
        return sum(one.conditions() for one in self.parts) if self.joint else 1

    def find(self, path: str) -> Node | None:
        if self.path == path:
            return self
        return next((found for one in self.parts if (found := one.find(path))), None)


def sent(told: Mapping[str, str]) -> Node:
    """The draft that a form sent; without any, an empty group."""
    paths = [key[2:] for key in told if key[:2] in {"g-", "k-"} and _is_path(key[2:])]
    made: dict[str, Node] = {"0": Node(joint=_joint(told.get("g-0")))}
    made["0"].is_not = "x-0" in told
    for path in sorted(set(paths) - {"0"}, key=_numbers)[: 3 * MOST_CONDITIONS]:
        above = made.get(path.rpartition(".")[0])
        if above is None or not above.joint:
            continue
        made[path] = _read(told, path)
        above.parts.append(made[path])
    return changed(made["0"].placed(), told.get("do", ""))


def _is_path(path: str) -> bool:
    parts = path.split(".")
    return len(parts) < DEEPEST + 1 and all(
        one.isascii() and one.isdecimal() and len(one) < 4 for one in parts
    )


def _numbers(path: str) -> tuple[int, ...]:
    return tuple(map(int, path.split(".")))


def _joint(told: str | None) -> str:
    return "any" if told == "any" else "all"


def _read(told: Mapping[str, str], path: str) -> Node:
    is_not = f"x-{path}" in told
    if f"g-{path}" in told:
        return Node(joint=_joint(told[f"g-{path}"]), is_not=is_not)
    kind = told.get(f"k-{path}", "did")
    typed = {
        name: told.get(f"{letter}-{path}", "").strip()[:LONGEST] for name, letter in LETTERS.items()
    }
    return Node(kind=kind if kind in KINDS else "did", is_not=is_not, typed=typed)


def changed(root: Node, do: str) -> Node:
    """The draft after a button: `condition PATH`, `group PATH`, `drop PATH`."""
    verb, _space, path = do.partition(" ")
    node = root.find(path)
    if node is None:
        return root
    if verb == "drop" and node is not root:
        above = root.find(path.rpartition(".")[0])
        if above is not None:
            above.parts.remove(node)
    elif verb == "condition" and node.joint and root.conditions() < MOST_CONDITIONS:
        node.parts.append(Node(kind="did", typed={"event": "contributed", "least": "1"}))
    elif verb == "group" and node.joint and node.may_nest:
        inner = Node(kind="did", typed={"event": "contributed", "least": "1"})
        node.parts.append(Node(joint="all" if node.joint == "any" else "any", parts=[inner]))
    return root.placed()


def rule_of(node: Node) -> dict[str, Any]:
    """The rule as plain values; a condition that is not ready is left out and says why."""
    if node.joint:
        told: dict[str, Any] = {node.joint: [one for one in map(_part, node.parts) if one]}
        return {"not": told} if node.is_not else told
    return _part(node) or {"all": []}


def _part(node: Node) -> dict[str, Any] | None:
    if node.joint:
        return rule_of(node)
    try:
        told = _condition(node.kind, _typed(node))
    except _NotReadyError as error:
        node.wrong = error.args[0]
        return None
    return {"not": told} if node.is_not else told


class _NotReadyError(Exception):
    """A condition lacks something; the text says what."""


def _typed(node: Node) -> dict[str, Any]:
    """What was typed, numbers as numbers, only what was typed at all."""
    found: dict[str, Any] = {}
    for name in KINDS[node.kind].fields:
        text = node.typed.get(name, "")
        if not text:
            continue
        if name in NUMBERS:
            is_id = name in {"space", "about"}
            if not (text.isascii() and text.isdecimal()) or (not is_id and int(text) > MOST):
                raise _NotReadyError(_("Write whole numbers from 0 to 100,000."))
            found[name] = int(text)
        else:
            found[name] = text
    return found


def _condition(kind: str, typed: dict[str, Any]) -> dict[str, Any]:
    days = {key: typed[name] for name, key in (("first", "from"), ("last", "to")) if name in typed}
    bounds: dict[str, Any] = {name: typed[name] for name in ("least", "most") if name in typed}
    if kind == "did":
        if "event" not in typed:
            raise _NotReadyError(_("Choose what they did."))
        span = days or {"days": typed.get("days", 0)}
        space = {"space": typed["space"]} if "space" in typed else {}
        return {"did": typed["event"], "least": 1, **bounds, **span, **space}
    if kind in {"joined", "joined_on"}:
        return {kind: bounds if kind == "joined" else days}
    if kind == "silent":
        return {"silent": typed.get("days", 0)}
    if kind in SCORES:
        if not bounds:
            raise _NotReadyError(_("Write at least one of the two numbers."))
        return {"score": kind, **bounds}
    if kind in {"imported", "verified"}:
        return {"trait": kind}
    return _chosen(kind, typed)


def _chosen(kind: str, typed: dict[str, Any]) -> dict[str, Any]:
    word = typed.get("word", "")
    if not word or (kind == "field" and "about" not in typed):
        raise _NotReadyError(_("Choose or write what it is about."))
    if kind == "channel":
        return {"channel": word}
    if kind in {"level", "segment"}:
        if not (word.isascii() and word.isdecimal()):
            raise _NotReadyError(_("Choose or write what it is about."))
        return {kind: int(word)}
    if kind in STATES:
        return {"state": kind, "is": word}
    return {"trait": kind, "is": word, **({"about": typed["about"]} if kind == "field" else {})}


def draft_of(rule: Mapping[str, Any]) -> Node:
    """The draft that shows a rule; a single condition stands in a group of its own."""
    node = _drawn(rule)
    return (node if node.joint else Node(joint="all", parts=[node])).placed()


def _drawn(told: Mapping[str, Any]) -> Node:
    if "not" in told:
        node = _drawn(told["not"])
        if node.is_not:  # not (not x): the outer one needs a group of its own
            node = Node(joint="all", parts=[node])
        node.is_not = True
        return node
    for joint in ("all", "any"):
        if joint in told:
            return Node(joint=joint, parts=[_drawn(one) for one in told[joint]])
    kind, typed = _shown(dict(told))
    return Node(kind=kind, typed={name: str(value) for name, value in typed.items()})


def _shown(told: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    days = {name: told[key] for name, key in (("first", "from"), ("last", "to")) if key in told}
    plain: dict[str, Any] = {
        name: told[name] for name in ("least", "most", "space") if name in told
    }
    if "did" in told:
        last = {"days": told["days"]} if told.get("days") else {}
        return "did", {"event": told["did"], **plain, **last, **days}
    if "joined" in told:
        return "joined", told["joined"]
    if "joined_on" in told:
        own = told["joined_on"]
        return "joined_on", {"first": own.get("from", ""), "last": own.get("to", "")}
    if "silent" in told:
        return "silent", {"days": told["silent"]}
    for kind in ("channel", "level", "segment"):
        if kind in told:
            return kind, {"word": told[kind]}
    if "score" in told:
        return told["score"], plain
    kind = told.get("state") or told["trait"]
    about = {"about": told["about"]} if "about" in told else {}
    return kind, {"word": told.get("is", ""), **about}
