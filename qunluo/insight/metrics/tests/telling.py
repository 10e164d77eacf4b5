"""Tell the stream what happened, for tests: a small town's history in a few words."""

from datetime import UTC, datetime

from django.db import transaction

from qunluo.kernel.stream.activity import activity_types
from qunluo.kernel.stream.origin import telling
from qunluo.kernel.stream.record import record_many


def at(text: str) -> datetime:
    """`2026-03-01 10:00` in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def questions_of_spring(village):
    """From February to June 2026 the month's number plus one questions each, all answered."""
    told = Teller(village.community.pk)
    told.join("old", "2026-01-01 00:00")
    for month in (2, 3, 4, 5, 6):
        for day in range(1, month + 2):
            who = ("mei", "jun", "wei", "bo", "mei", "jun", "wei")[day - 1]
            question = told.ask(
                village.members[who], f"2026-0{month}-0{day} 02:00", space_id=village.questions.pk
            )
            told.answer("gone", f"2026-0{month}-0{day} 05:00", question)
    told.tell()


class Teller:
    """Collects lines of one community; `tell()` writes them."""

    def __init__(self, community_id, *, origin="live", batch=""):
        self.community_id, self.origin, self.batch = community_id, origin, batch
        self.waiting = []
        self.numbers = 0

    def say(self, name, actor, when, object_id=None, **envelope):
        """One line; returns its object's id. `actor` is a key, a member or None."""
        if object_id is None:
            self.numbers += 1
            object_id = self.numbers
        told = activity_types[name]
        facts = {**FACTS.get(name, {}), **envelope}
        moment = at(when) if isinstance(when, str) else when
        self.waiting.append(
            (
                told(
                    object_id=object_id,
                    community_id=self.community_id,
                    actor_key=key(actor),
                    **facts,
                ),
                moment,
            )
        )
        return object_id

    def join(self, actor, when):
        return self.say("communities.member_joined", actor, when)

    def visit(self, actor, when, **envelope):
        return self.say("communities.visited", actor, when, self.community_id, **envelope)

    def ask(self, actor, when, **envelope):
        return self.say("questions.question_asked", actor, when, **envelope)

    def answer(self, actor, when, question, **envelope):
        return self.say(
            "questions.answer_given",
            actor,
            when,
            root_type="forum.topic",
            root_id=question,
            **envelope,
        )

    def tell(self):
        with transaction.atomic(), telling(self.origin, batch=self.batch):
            for start in range(0, len(self.waiting), 1000):
                record_many(self.waiting[start : start + 1000])
        self.waiting = []


def key(actor):
    return getattr(actor, "actor_key", actor)


FACTS = {
    "communities.member_joined": {"channel": "open"},
    "forum.post_removed": {"reason": "spam", "is_own": False, "post_kind": "reply"},
    "forum.post_restored": {"post_kind": "reply"},
    "forum.reaction_given": {"sign": "like"},
    "forum.reaction_withdrawn": {"sign": "like"},
}
