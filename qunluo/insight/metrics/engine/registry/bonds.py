"""Who stays, who helps, who connects, and what work is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qunluo.insight.metrics.engine import circles
from qunluo.insight.metrics.engine.counting import Match
from qunluo.insight.metrics.engine.measures import bonds, presence, volume
from qunluo.insight.metrics.engine.registry.metric import CONTRIBUTED, Metric, gettext_noop
from qunluo.insight.metrics.engine.registry.presence import COHORTS, DID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Activities by kind of work; each group is a part of the figure.
BUILDING = {
    "spaces": ("communities.space_opened", "communities.space_changed", "chat.room_opened"),
    "positioning": ("communities.positioning_changed", "communities.community_described"),
    "roles": ("communities.role_made", "communities.role_granted", "communities.role_revoked"),
    "invitations": ("communities.invitation_made",),
    "admissions": ("communities.join_approved", "communities.join_declined"),
    "rules": ("moderation.rules_published", "moderation.limits_changed"),
}
CONTENT = {
    "articles": ("articles.article_published",),
    "reviews": ("articles.article_approved", "articles.article_sent_back"),
    "featured": ("forum.topic_featured", "forum.topic_pinned"),
    "tidied": ("forum.topic_moved", "forum.topic_split", "forum.topics_merged",
               "forum.tag_renamed", "forum.tags_merged"),
    "gathered": ("chat.talk_gathered", "articles.series_made"),
}  # fmt: skip
MEMBERS = {
    "greeted": ("welcome.member_greeted",),
    "first_steps": ("welcome.first_steps_done",),
    "verified": ("communities.member_verified",),
    "experts": ("questions.expert_marked", "points.badge_awarded"),
    "alerts": ("alerts.alert_taken", "alerts.alert_closed"),
    "segments": ("segments.segment_saved",),
}
INTERACTION = {
    "surveys": ("metrics.survey_asked",),
    "listings": ("exchange.listing_posted",),
    "matches": ("exchange.author_contacted", "exchange.role_applied"),
    "settled": ("exchange.listing_closed",),
}
SERVICE = {
    "cases": ("moderation.case_decided",),
    "appeals": ("moderation.appeal_decided", "moderation.removal_appeal_decided"),
    "duties": ("duties.duty_finished",),
    "asked_experts": ("questions.expert_asked",),
    "closed": ("forum.topic_closed",),
}
WORK: dict[str, tuple[str, Mapping[str, tuple[str, ...]]]] = {
    "building": (gettext_noop("Work on building the community"), BUILDING),
    "content": (gettext_noop("Work on content"), CONTENT),
    "members": (gettext_noop("Work for members"), MEMBERS),
    "interaction": (gettext_noop("Work on interaction"), INTERACTION),
    "service": (gettext_noop("Work of member service"), SERVICE),
}
WRITTEN = (
    "forum.topic_opened", "questions.question_asked", "articles.article_published",
    "forum.reply_posted", "questions.answer_given", "forum.comment_posted",
)  # fmt: skip


def _work() -> Iterator[Metric]:
    for key, (name, groups) in WORK.items():
        names = tuple(one for group in groups.values() for one in group)
        yield Metric(
            id=f"work.{key}",
            family="efficiency",
            name=name,
            definition=gettext_noop(
                "Acts of this kind of work on record in the period, by whoever did them; the"
                " parts are what was done. What was done elsewhere is not on record."
            ),
            formula="|{acts ∈ P}|",
            unit="items",
            measure=bonds.acts(groups),
            behind=volume.lines_behind(Match(names, people="all")),
            activities=names,
            population="all",
            better=0,
            by_space=False,
        )


METRICS = (
    Metric(
        id="loyalty.staying_90",
        family="loyalty",
        name=gettext_noop("Still contributing after 90 days"),
        definition=gettext_noop(
            "Of all members who ever contributed, the share still contributing 90 days after"
            " their first contribution, as seen when the period ends. Left means silent for"
            " longer than 95 % of all pauses (14 to 90 days); whoever is still there counts as"
            " staying on. The parts are the same after other numbers of days."
        ),
        formula="S(90), S = Π (1 − d/n) (Kaplan–Meier)",
        unit="share",
        measure=bonds.still_there(DID),
        kinds=CONTRIBUTED,
        bys=COHORTS,
    ),
    Metric(
        id="people.lower_half_share",
        family="spread",
        name=gettext_noop("Made by the less active half"),
        definition=gettext_noop(
            "The share of contributions made by the less active half of contributors; half would"
            " be perfectly even. The parts are the Lorenz curve by tenths of contributors."
        ),
        formula="L(½) = Σ lower ½ / Σ all",
        unit="share",
        measure=bonds.lower_half(DID),
        behind=presence.people_behind(DID),
        kinds=CONTRIBUTED,
    ),
    Metric(
        id="people.supporters",
        family="activity",
        name=gettext_noop("Members who helped others"),
        definition=gettext_noop(
            "Members who answered, replied to or commented to somebody else in the period,"
            " without owners and administrators. The parts are how often the first ten did."
        ),
        formula="|{m : m answered another in P}|",
        unit="people",
        measure=bonds.helpers,
        behind=bonds.helpers_behind,
        activities=tuple(circles.HELPED),
    ),
    Metric(
        id="people.bridge_share",
        family="spread",
        name=gettext_noop("Led through one person"),
        definition=gettext_noop(
            "Of the shortest ways between any two others in the network of 365 days, the share"
            " that lead through the person who connects most. The parts are the first five by"
            " rank. Not told below ten people."
        ),
        formula="max betweenness (Brandes), undirected, unweighted",
        unit="share",
        measure=bonds.bridge,
        activities=(*circles.HELPED, *circles.THANKED),
        population="anyone",
        better=-1,
    ),
    Metric(
        id="content.texts",
        family="content",
        name=gettext_noop("Texts written"),
        definition=gettext_noop(
            "Topics, questions, articles, replies, answers and comments written in the period"
            " and not removed since."
        ),
        formula="|{texts ∈ P}|",
        unit="items",
        measure=volume.lines(Match(WRITTEN, people="all")),
        behind=volume.lines_behind(Match(WRITTEN, people="all")),
        activities=WRITTEN,
        population="all",
    ),
    *_work(),
)
