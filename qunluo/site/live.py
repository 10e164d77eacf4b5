"""Who stands behind a session cookie, for the live hub; and who hears a community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from qunluo.kernel.live.topics import topic
from qunluo.kernel.viewer import Viewer
from qunluo.people.communities import queries as communities
from qunluo.people.members.queries import viewer_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from qunluo.people.members.models import Member


def viewer_of_session(session_key: str) -> Viewer:
    """The viewer signed in by this session; a visitor when it is over or was never one."""
    if not session_key:
        return Viewer()
    request = HttpRequest()
    request.session = SessionStore(session_key)
    member: Member | AnonymousUser = get_user(request)
    return viewer_of(member) if member.is_authenticated else Viewer()


@topic("community")
def may_hear_community(viewer: Viewer, slug: str) -> bool:
    """Whoever may read the community's content; refusals count as no."""
    communities.enter(viewer, slug, door="visitors")
    return True
