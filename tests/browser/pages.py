"""The pages that every look is taken at; add yours. `{c}` is the demo community's slug."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """`who`: "" is a visitor, keeper is staff, then the demo's cast: lan, an, wei, mei, and ma, who is muted.

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
    Place("no-such-page", "/no/such/page/", status=404),
    Place("no-such-page-inside", "/c/{c}/no/such/page/", "mei", status=404),
    Place("form-only", "/display/", status=405),
    Place("unreadable", "/?words=%00", status=400),
    Place("design", "/design/", "keeper"),
    Place("account", "/account/", "mei"),
    Place("inbox", "/inbox/", "mei"),
    Place("inbox-settings", "/inbox/settings/", "mei"),
    Place("security", "/account/security/", "mei"),
    Place("password", "/account/security/password/", "mei"),
    Place("email", "/account/security/email/", "mei"),
    Place("tokens", "/account/tokens/", "mei"),
    Place("claims", "/account/claims/", "mei"),
    Place("privacy", "/account/privacy/", "mei"),
    Place("erasure", "/account/erasure/", "mei"),
    Place("staff-claims", "/staff/claims/", "keeper"),
    Place("staff-merges", "/staff/merges/", "keeper"),
    Place("staff-member", "/staff/members/2/", "keeper"),
    Place("organisations", "/organisations/", "lan"),
    Place("organisation-new", "/organisations/new/", "keeper"),
    Place("organisation", "/organisations/tea-demo-org/", "lan"),
    Place("organisation-insight", "/organisations/tea-demo-org/insight/", "lan"),
    Place("community-new", "/organisations/tea-demo-org/communities/new/", "lan"),
    Place("community", "/c/{c}/"),
    Place("community-member", "/c/{c}/", "mei"),
    Place("positioning", "/c/{c}/positioning/"),
    Place("joining", "/c/{c}/joining/", "keeper"),
    Place("membership", "/c/{c}/membership/", "mei"),
    Place("leaving", "/c/{c}/leaving/", "mei"),
    Place("members", "/c/{c}/members/", "mei"),
    Place("member", "/c/{c}/members/", "mei", first="main a[href*='/members/']"),
    Place("forum", "/c/{c}/forum/"),
    Place("forum-member", "/c/{c}/forum/", "mei"),
    Place("topic", "/c/{c}/forum/", first=".thread-row .title a"),
    Place("topic-member", "/c/{c}/forum/", "mei", first=".thread-row .title a"),
    Place("topic-keeper", "/c/{c}/forum/", "lan", first=".thread-row .title a"),
    Place("topic-new", "/c/{c}/forum/", "mei", first="a[href$='/new/']"),
    Place("post-history", "/c/{c}/forum/posts/1/history/", "mei"),
    Place("post-edit", "/c/{c}/forum/posts/1/edit/", "lan"),
    Place("post-removal", "/c/{c}/forum/posts/1/removal/", "lan"),
    Place("tag", "/c/{c}/forum/tags/", first="main a[href*='/tags/']"),
    Place("unanswered", "/c/{c}/questions/unanswered/", "mei"),
    Place("tags", "/c/{c}/forum/tags/"),
    Place("drafts", "/c/{c}/forum/drafts/", "mei"),
    Place("articles", "/c/{c}/articles/"),
    Place("article", "/c/{c}/articles/", "mei", first="main h2 a, main h3 a"),
    Place("article-new", "/c/{c}/articles/new/", "lan"),
    Place("articles-desk", "/c/{c}/articles/desk/", "lan"),
    Place("articles-series", "/c/{c}/articles/series/", "mei"),
    Place("articles-feeds", "/c/{c}/articles/feeds/", "mei"),
    Place("chat", "/c/{c}/chat/", "mei"),
    Place("chat-room", "/c/{c}/chat/rooms/1/", "mei"),
    Place("chat-visitor", "/c/{c}/chat/rooms/1/"),
    Place("chat-keeper", "/c/{c}/chat/rooms/3/", "lan"),
    Place("chat-new-room", "/c/{c}/chat/rooms/new/", "lan"),
    Place("chat-settings", "/c/{c}/chat/rooms/1/settings/", "lan"),
    Place("search", "/c/{c}/search/?q=茶", "mei"),
    Place("workbench", "/c/{c}/work/", "lan"),
    Place("duties", "/c/{c}/work/duties/", "lan"),
    Place("joins", "/c/{c}/work/joins/", "lan"),
    Place("invitations", "/c/{c}/work/invitations/", "lan"),
    Place("spaces", "/c/{c}/work/spaces/", "lan"),
    Place("space-set-up", "/c/{c}/work/spaces/1/", "lan"),
    Place("roles", "/c/{c}/work/roles/", "lan"),
    Place("role-new", "/c/{c}/work/roles/new/", "lan"),
    Place("work-positioning", "/c/{c}/work/positioning/", "lan"),
    Place("settings", "/c/{c}/work/settings/", "lan"),
    Place("queue", "/c/{c}/work/cases/", "wei"),
    Place("queue-decided", "/c/{c}/work/cases/?state=decided", "wei"),
    Place("case", "/c/{c}/work/cases/", "wei", first="tbody td a"),
    Place("case-decided", "/c/{c}/work/cases/?state=decided", "wei", first="tbody td a"),
    Place("appeals", "/c/{c}/work/appeals/", "lan"),
    Place("staff-log", "/c/{c}/work/log/", "lan"),
    Place("public-log", "/c/{c}/moderation-log/"),
    Place("rules", "/c/{c}/rules/", "mei"),
    Place("rules-written", "/c/{c}/work/rules/", "lan"),
    Place("emergency", "/c/{c}/work/emergency/", "lan"),
    Place("word-lists", "/c/{c}/work/words/?text=刷-单", "lan"),
    Place("word-list", "/c/{c}/work/words/", "lan", first="tbody td a"),
    Place("flagging", "/c/{c}/flags/new/?type=forum.topic&id=1", "mei"),
    Place("standing", "/c/{c}/standing/", "ma"),
    Place("insight", "/c/{c}/insight/", "lan"),
    Place("metric", "/c/{c}/insight/active.contributed/", "lan"),
    Place("reports", "/c/{c}/reports/", "lan"),
    Place("imports", "/c/{c}/imports/", "lan"),
    Place("import-new", "/imports/new/", "lan"),
    Place("jobs", "/admin/jobs/", "keeper"),
)
