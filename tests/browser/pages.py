"""The pages that every look is taken at; add yours. `{c}` is the demo community's slug."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """`who`: "" is a visitor, keeper is staff, then the demo's cast: lan, an, wei, mei.

    `first`: a selector of the link to follow from `path`, for pages whose address holds an id.
    """

    name: str
    path: str
    who: str = ""
    first: str = ""
    status: int = 200


PAGES = (
    Place("front", "/"),
    Place("sign-in", "/account/sign-in/"),
    Place("sign-up", "/account/sign-up/"),
    Place("reset", "/account/reset/"),
    Place("missing", "/c/nowhere/", status=404),
    Place("design", "/design/", "keeper"),
    Place("account", "/account/", "mei"),
    Place("inbox", "/inbox/", "mei"),
    Place("inbox-settings", "/inbox/settings/", "mei"),
    Place("security", "/account/security/", "mei"),
    Place("community", "/c/{c}/"),
    Place("community-member", "/c/{c}/", "mei"),
    Place("forum", "/c/{c}/forum/"),
    Place("forum-member", "/c/{c}/forum/", "mei"),
    Place("topic", "/c/{c}/forum/", first=".thread-row .title a"),
    Place("topic-member", "/c/{c}/forum/", "mei", first=".thread-row .title a"),
    Place("topic-keeper", "/c/{c}/forum/", "lan", first=".thread-row .title a"),
    Place("unanswered", "/c/{c}/questions/unanswered/", "mei"),
    Place("tags", "/c/{c}/forum/tags/"),
    Place("drafts", "/c/{c}/forum/drafts/", "mei"),
    Place("chat", "/c/{c}/chat/", "mei"),
    Place("chat-room", "/c/{c}/chat/rooms/1/", "mei"),
    Place("chat-visitor", "/c/{c}/chat/rooms/1/"),
    Place("chat-keeper", "/c/{c}/chat/rooms/3/", "lan"),
    Place("chat-new-room", "/c/{c}/chat/rooms/new/", "lan"),
    Place("search", "/c/{c}/search/?q=茶", "mei"),
    Place("workbench", "/c/{c}/work/", "lan"),
    Place("duties", "/c/{c}/work/duties/", "lan"),
    Place("insight", "/c/{c}/insight/", "lan"),
    Place("reports", "/c/{c}/reports/", "lan"),
    Place("imports", "/c/{c}/imports/", "lan"),
    Place("import-new", "/imports/new/", "lan"),
    Place("jobs", "/admin/jobs/", "keeper"),
)
