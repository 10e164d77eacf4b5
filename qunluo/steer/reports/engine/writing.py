"""The whole report as sentences, from its facts and what the records say about the community."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qunluo.steer.reports.engine.evaluation import evaluation
from qunluo.steer.reports.engine.following import follow_up
from qunluo.steer.reports.engine.glance import glance
from qunluo.steer.reports.engine.goals import goals
from qunluo.steer.reports.engine.outline import LEADING, SECTIONS, USES
from qunluo.steer.reports.engine.parts import parts, told_apart
from qunluo.steer.reports.engine.returns import returns
from qunluo.steer.reports.engine.rules import body, standing, use_of
from qunluo.steer.reports.engine.sentences import N_, Sentence, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qunluo.steer.reports.engine.facts import FactTable
    from qunluo.steer.reports.engine.following import Promise

PURPOSE = N_(
    "This report tells the owners and the team of %(community)s what was done in %(period)s, "
    "what came of it and what should follow."
)
THEME = N_("The community's theme is: %(theme)s")
NO_THEME = N_("The community's positioning has not been written down yet.")
METHOD = N_(
    "Every figure was measured from the activity record in the time zone %(timezone)s; each "
    "sentence names the figures it rests on, and anyone with access can have them measured again."
)
RULE = N_(
    "A figure is called higher or lower only when the difference is larger than chance would "
    "easily bring; the rule stands in the annex."
)
INCOMPLETE = N_(
    "The record ends on %(end)s, before the period does: figures are those so far and are not "
    "compared with other periods."
)
NO_CAMPAIGN = N_("There is no record of a campaign or an event in this period.")
NO_TICKET = N_("There is no record of a service ticket in this period; service here means answers.")
NO_PLAN = N_("There is no record of a plan for the next period.")
NO_SURVEY = N_(
    "No survey answers are on record for %(period)s, so nothing is said about satisfaction. Bring "
    "them in under Figures, Entered by hand, as CSV, or by the API."
)
NO_COST = N_(
    "No costs are on record for %(period)s, so nothing is said about return. Bring them in under "
    "Figures, Entered by hand, as CSV, or by the API."
)
NO_RETURN = N_(
    "What the spending was worth in money is not computed: that rests on assumptions which are not "
    "on record. They are set under Output reports, Return."
)
WITHOUT = N_("Without a figure in this period: %(names)s. That is not the same as nought.")
WHOLE = N_("Every figure that the report asks for was recorded.")
LATE = N_(
    "What is recorded later changes later reports only; a figure that would come out different "
    "today is marked as outdated."
)


@dataclass(frozen=True)
class Records:
    """What the records say beside the figures. `ends_on`: where an incomplete record ends,
    ISO with offset. `is_brief`: a week's report says less. `promises`: the suggestions of the
    report before this one, None where there was none."""

    community: str
    theme: str
    timezone: str
    is_complete: bool
    ends_on: str = ""
    has_campaigns: bool = False
    has_tickets: bool = False
    has_plan: bool = False
    is_brief: bool = False
    promises: tuple[Promise, ...] | None = None


def write(facts: FactTable, records: Records) -> list[Sentence]:
    """All sentences, ordered by section; pure: the same facts give the same sentences."""
    said = [
        *_introduction(records),
        *body(facts),
        *parts(facts),
        *told_apart(facts),
        *_missing(records),
    ]
    said += _entered(facts)
    said += [*evaluation(facts, is_complete=records.is_complete), *_summary(facts)]
    said += [*goals(facts), *_quality(facts)]
    said += follow_up(records.promises, facts, is_complete=records.is_complete)
    said += glance(facts, is_complete=records.is_complete)
    place = {section.key: number for number, section in enumerate(SECTIONS)}
    return sorted(said, key=lambda sentence: place[sentence.section])


def _introduction(records: Records) -> Iterator[Sentence]:
    named = {
        "community": Slot("text", text=records.community),
        "period": Slot("period", ("contributors.now",)),
    }
    yield Sentence("purpose", "purpose", PURPOSE, named, strength="stated")
    if records.theme:
        theme = {"theme": Slot("text", text=records.theme)}
        yield Sentence("purpose", "theme", THEME, theme, strength="stated")
    else:
        yield Sentence("purpose", "theme.missing", NO_THEME, strength="stated")
    zone = {"timezone": Slot("text", text=records.timezone)}
    yield Sentence("method", "method", METHOD, zone, strength="stated")
    if records.is_complete:
        yield Sentence("method", "rule", RULE, strength="stated")
    else:
        end = {"end": Slot("moment", text=records.ends_on)}
        for section in ("glance", "method"):
            yield Sentence(section, "period.incomplete", INCOMPLETE, end, strength="stated")


def _missing(records: Records) -> Iterator[Sentence]:
    if not records.has_campaigns:
        yield Sentence("interaction", "records.no_campaign", NO_CAMPAIGN, strength="stated")
    if not records.has_tickets:
        yield Sentence("service", "records.no_ticket", NO_TICKET, strength="stated")
    if not records.has_plan:
        yield Sentence("challenges", "records.no_plan", NO_PLAN, strength="stated")


def _entered(facts: FactTable) -> Iterator[Sentence]:
    """Where nothing was brought in, that, and how to; of costs, what is not computed."""
    period = {"period": Slot("period", ("contributors.now",))}
    for section, template in (("satisfaction", NO_SURVEY), ("costs", NO_COST)):
        keys = [f"{use.name}.now" for use in USES if use.section == section]
        keys = [key for key in keys if key in facts]
        if keys and all(facts[key].value is None for key in keys):
            yield Sentence(section, "records.none", template, period, strength="stated")
        elif section == "costs" and keys:
            said = list(returns(facts))
            yield from said or [
                Sentence(section, "records.no_return", NO_RETURN, strength="stated")
            ]


def _quality(facts: FactTable) -> Iterator[Sentence]:
    """What the reader has to know about the records before trusting a figure."""
    silent = tuple(
        fact.key
        for fact in facts
        if fact.key.endswith(".now")
        and fact.value is None
        and not use_of(fact.key.partition(".")[0]).is_entered
    )
    if silent:
        slots = {"names": Slot("names", silent)}
        yield Sentence("quality", "quality.silent", WITHOUT, slots, strength="stated")
    else:
        yield Sentence("quality", "quality.whole", WHOLE, strength="stated")
    yield Sentence("quality", "quality.late", LATE, strength="stated")


def _summary(facts: FactTable) -> Iterator[Sentence]:
    for name in LEADING:
        yield standing(use_of(name), facts, section="summary")
    yield standing(use_of("open_questions"), facts, section="challenges")
