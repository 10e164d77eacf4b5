"""The people of the demo: marked as such, with addresses that reach nobody."""

from __future__ import annotations

import random

from django.contrib.auth.hashers import make_password

from qunluo.kernel import clock
from qunluo.kernel.action import action
from qunluo.kernel.stream.record import record
from qunluo.people.members.activities import SignedUp
from qunluo.people.members.models import Member

FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
GIVEN = "若水清和知秋明远思齐望舒云舟子衿如松一诺安澜晓棠景行书瑶嘉木长风静好念慈"
FORENAMES = (
    *("Alice", "Ben", "Clara", "David", "Emma", "Frank", "Grace", "Henry", "Ivy", "Jack"),
    *("Kate", "Leo", "Mary", "Nora", "Oscar", "Paula", "Rosa", "Sam", "Tessa", "Victor"),
)
SURNAMES = (
    *("Adams", "Baker", "Carter", "Dunn", "Ellis", "Foster", "Green", "Hill", "Irving", "Jones"),
    *("Kay", "Lane", "Moss", "Norris", "Owen", "Price", "Reed", "Shaw", "Turner", "Wood"),
)
ADDRESS = "demo.invalid"


@action
def bring_demo_member(
    actor_chance: float, *, handle: str = "", name: str = "", language: str = "zh-hans"
) -> tuple[int, str]:
    """One inhabitant made from a chance in [0, 1); returns the id and the name.

    Nobody can sign in as them until `let_demo_member_in`.
    """
    chance = random.Random(actor_chance)  # noqa: S311 - a made-up name, not a secret
    name = name or _made_up_name(chance, language)
    key = f"{chance.getrandbits(128):032x}"
    handle = handle or f"demo{key[:8]}"
    member = Member.objects.create_user(
        f"{handle}@{ADDRESS}",
        actor_key=key,
        handle=handle,
        display_name=name,
        language=language,
        timezone="Asia/Shanghai",
        is_demo=True,
        joined_at=clock.now(),
    )
    record(SignedUp(object_id=member.pk, community_id=None, actor_key=key, via="demo"))
    return member.pk, name


def _made_up_name(chance: random.Random, language: str) -> str:
    if language == "en":
        return f"{chance.choice(FORENAMES)} {chance.choice(SURNAMES)}"
    return chance.choice(FAMILY) + chance.choice(GIVEN) + chance.choice(GIVEN)


@action
def let_demo_member_in(handle: str, password: str) -> str:
    """Give one demo member a password; returns the address to sign in with."""
    member = Member.objects.get(handle=handle, is_demo=True)
    proven = {"email_proven_at": clock.now(), "password": make_password(password)}
    Member.objects.filter(pk=member.pk).update(**proven)
    return member.email or ""


@action
def remove_demo_members() -> int:
    """Delete everybody who was made for the demo; returns how many."""
    removed, _by_table = Member.objects.filter(is_demo=True).delete()
    return removed
