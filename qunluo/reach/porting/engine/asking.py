"""What to ask of the scratch file: each query gives the next page of rows not brought in yet.

Every page begins after `:after` (the last row's `id`) and has at most `:limit` rows. `done` holds
what was brought in: a member, a post with its topic, or just that a row needs nothing more.
`CROSS JOIN` is SQLite's way to say "in this order": the paged table outside, so nothing is sorted.
"""

from __future__ import annotations


def _by(column: str, name: str) -> tuple[str, str]:
    """Columns and joins for who it was: member and key when brought in, and the name."""
    columns = f"who.object_id AS member, who.key AS actor, coalesce(person.name, {name}) AS name"
    joins = (
        f" LEFT JOIN done who ON who.kind = 'user' AND who.id = {column}"
        f" LEFT JOIN users person ON person.id = {column} "
    )
    return columns, joins


def _next(kind: str, column: str, order: str = "") -> str:
    order = order or column
    return (
        f" {order} > :after AND NOT EXISTS"
        f" (SELECT 1 FROM done d WHERE d.kind = '{kind}' AND d.id = {column})"
        f" ORDER BY {order} LIMIT :limit"
    )


OWNER, OWNER_JOINS = _by("p.owner", "p.owner_name")
COMMENTER, COMMENTER_JOINS = _by("c.user", "c.user_name")
EDITOR, EDITOR_JOINS = _by("h.user", "h.user_name")

USERS = "SELECT u.id, u.name, u.joined FROM users u WHERE" + _next("user", "u.id")

BADGES = (
    "SELECT b.id, b.name, b.grade, b.awarded, who.object_id AS member, who.key AS actor"
    " FROM badges b CROSS JOIN done who ON who.kind = 'user' AND who.id = b.user WHERE"
    + _next("badge", "b.id")
)

WORDING = """
 (SELECT h.text FROM history h WHERE h.post = p.id AND h.type IN (2, 5, 8)
  ORDER BY h.created DESC, h.id DESC LIMIT 1) AS markdown,
 (SELECT count(*) FROM edits e WHERE e.post = p.id AND e.is_edit) AS edit_count,
 (SELECT max(e.created) FROM edits e WHERE e.post = p.id AND e.is_edit) AS edited
"""

QUESTIONS = (
    f"SELECT p.id, p.title, p.tags, p.body, p.created, p.views, p.licence, {OWNER}, {WORDING}"
    f" FROM posts p {OWNER_JOINS} WHERE p.type = 1 AND" + _next("post", "p.id")
)

ANSWERS = (
    f"SELECT p.id, p.body, p.created, p.licence, n.number, thread.topic_id AS topic,"
    f" asker.key AS about, {OWNER}, {WORDING}"
    " FROM posts p CROSS JOIN done thread ON thread.kind = 'post' AND thread.id = p.parent"
    " CROSS JOIN numbers n ON n.kind = 'reply' AND n.id = p.id CROSS JOIN posts q ON q.id = p.parent"
    " LEFT JOIN done asker ON asker.kind = 'user' AND asker.id = q.owner"
    f" {OWNER_JOINS} WHERE p.type = 2 AND" + _next("post", "p.id")
)

COMMENTS = (
    f"SELECT c.id, c.text, c.score, c.created, c.licence, n.number, {COMMENTER},"
    " below.topic_id AS topic, below.object_id AS parent, writer.key AS about"
    " FROM comments c CROSS JOIN done below ON below.kind = 'post' AND below.id = c.post"
    " CROSS JOIN numbers n ON n.kind = 'comment' AND n.id = c.id CROSS JOIN posts p ON p.id = c.post"
    " LEFT JOIN done writer ON writer.kind = 'user' AND writer.id = p.owner"
    f" {COMMENTER_JOINS} WHERE" + _next("comment", "c.id")
)

# Votes have a day and no time of day: not before the post they are for (see rules.vote_moment).
VOTED = (
    " FROM votes v CROSS JOIN done target ON target.kind = 'post' AND target.id = v.post"
    " CROSS JOIN posts p ON p.id = v.post"
    " LEFT JOIN done writer ON writer.kind = 'user' AND writer.id = p.owner "
)
VOTE = (
    "SELECT v.id, v.type, v.cast, p.created AS posted, target.object_id AS post,"
    " target.topic_id AS topic, writer.key AS author"
)
VOTES = VOTE + VOTED + "WHERE v.type IN (2, 3) AND" + _next("vote", "v.id")

ACCEPTANCES = (
    f"{VOTE}, asker.object_id AS member, asker.key AS actor, '' AS name {VOTED}"
    " CROSS JOIN posts q ON q.id = p.parent"
    " LEFT JOIN done asker ON asker.kind = 'user' AND asker.id = q.owner"
    " WHERE v.type = 1 AND p.type = 2 AND" + _next("vote", "v.id")
)

# Once per member and question: the earliest.
FAVOURITES = (
    f"{VOTE}, who.object_id AS member, who.key AS actor {VOTED}"
    " CROSS JOIN done who ON who.kind = 'user' AND who.id = v.user"
    " WHERE v.type = 5 AND p.type = 1 AND NOT EXISTS (SELECT 1 FROM votes earlier"
    " WHERE earlier.type = 5 AND earlier.post = v.post AND earlier.user = v.user"
    " AND earlier.id < v.id) AND" + _next("vote", "v.id")
)

EDITED = (
    f"SELECT p.id, p.type, p.title, p.tags, p.body, target.object_id AS post, {WORDING},"
    " target.topic_id AS topic, target.stood, author.key AS author"
    " FROM posts p CROSS JOIN done target ON target.kind = 'post' AND target.id = p.id"
    " LEFT JOIN done author ON author.kind = 'user' AND author.id = p.owner"
    " WHERE p.id > :after AND EXISTS (SELECT 1 FROM edits e WHERE e.post = p.id AND e.is_edit"
    " AND NOT EXISTS (SELECT 1 FROM done d WHERE d.kind = 'edit' AND d.id = e.id))"
    " ORDER BY p.id LIMIT :limit"
)
STATES = (
    f"SELECT e.id, e.is_edit, e.created, h.type, h.text, h.comment, {EDITOR},"
    " EXISTS (SELECT 1 FROM done d WHERE d.kind = 'edit' AND d.id = e.id) AS is_known"
    " FROM edits e CROSS JOIN history h ON h.guid = e.guid AND h.post = e.post AND h.type <= 9"
    f" {EDITOR_JOINS} WHERE e.post = :post ORDER BY e.created, e.id, h.id"
)

HAPPENED = (
    f"SELECT t.place AS id, h.id AS row, h.type, h.comment, h.created, {EDITOR},"
    " p.type AS post_type, target.object_id AS post, target.topic_id AS topic,"
    " author.key AS author, t.is_closed"
    " FROM turns t CROSS JOIN history h ON h.id = t.id CROSS JOIN posts p ON p.id = h.post"
    " CROSS JOIN done target ON target.kind = 'post' AND target.id = p.id"
    " LEFT JOIN done author ON author.kind = 'user' AND author.id = p.owner"
    f" {EDITOR_JOINS}"
)
CLOSINGS = f"{HAPPENED} WHERE h.type IN (10, 11, 14, 15) AND p.type = 1 AND" + _next(
    "event", "h.id", "t.place"
)
REMOVALS = f"{HAPPENED} WHERE h.type IN (12, 13) AND" + _next("event", "h.id", "t.place")

# Once per pair and kind: the earliest.
LINKS = (
    "SELECT l.id, l.type, l.created, here.topic_id AS topic, there.topic_id AS other"
    " FROM links l CROSS JOIN posts p ON p.id = l.post AND p.type = 1"
    " CROSS JOIN posts r ON r.id = l.related AND r.type = 1"
    " CROSS JOIN done here ON here.kind = 'post' AND here.id = l.post"
    " CROSS JOIN done there ON there.kind = 'post' AND there.id = l.related"
    " WHERE l.type IN (1, 3) AND l.post <> l.related AND NOT EXISTS (SELECT 1 FROM links earlier"
    " WHERE earlier.post = l.post AND earlier.related = l.related AND earlier.type = l.type"
    " AND earlier.id < l.id) AND" + _next("link", "l.id")
)

# What a later dump of the same site says of things that stood here before.
NAMES = (
    "SELECT u.id, u.name, d.object_id AS member FROM users u"
    " CROSS JOIN done d ON d.kind = 'user' AND d.id = u.id"
    " WHERE d.stood AND u.id > :after ORDER BY u.id LIMIT :limit"
)
VIEWS = (
    "SELECT p.id, d.topic_id AS object, p.views AS count, d.told FROM posts p"
    " CROSS JOIN done d ON d.kind = 'post' AND d.id = p.id WHERE p.type = 1 AND d.stood"
    " AND p.views IS NOT d.told AND p.id > :after ORDER BY p.id LIMIT :limit"
)
SCORES = (
    "SELECT c.id, d.object_id AS object, c.score AS count, d.told FROM comments c"
    " CROSS JOIN done d ON d.kind = 'comment' AND d.id = c.id WHERE d.stood"
    " AND c.score IS NOT d.told AND c.id > :after ORDER BY c.id LIMIT :limit"
)

MOMENTS = (
    "SELECT joined AS at FROM users WHERE id > 0 UNION ALL SELECT created FROM posts"
    " UNION ALL SELECT created FROM comments UNION ALL SELECT created FROM history"
)
EARLIEST = f"SELECT min(at) FROM ({MOMENTS})"
LATEST = f"SELECT max(at) FROM ({MOMENTS})"

# How much there is to do, for the progress shown; an upper bound, and nought for an older dump.
TOTAL = """
SELECT max(0, (SELECT count(*) FROM users) + (SELECT count(*) FROM badges)
  + (SELECT count(*) FROM posts WHERE type IN (1, 2)) + (SELECT count(*) FROM comments)
  + (SELECT count(*) FROM votes WHERE type IN (1, 2, 3, 5)) + (SELECT count(*) FROM edits)
  + (SELECT count(*) FROM turns) + (SELECT count(*) FROM links) - (SELECT count(*) FROM done))
"""
