"""Small dumps for tests: a few rows of each file, to be changed before they are written."""

from __future__ import annotations

from copy import deepcopy
from xml.sax.saxutils import quoteattr

AT = "2014-01-21T20:00:00.000"
ROOTS = {
    "Users": "users",
    "Posts": "posts",
    "Comments": "comments",
    "Votes": "votes",
    "Badges": "badges",
    "PostHistory": "posthistory",
    "PostLinks": "postlinks",
    "Tags": "tags",
}


def _history(
    number: int, post: int, kind: int, guid: str, at: str, user: str, text: str, **more: str
) -> dict[str, str]:
    return {
        "Id": str(number),
        "PostId": str(post),
        "PostHistoryTypeId": str(kind),
        "RevisionGUID": guid,
        "CreationDate": at,
        "UserId": user,
        "Text": text,
        **more,
    }


PUB = {
    "Users": [
        {"Id": "-1", "CreationDate": AT, "DisplayName": "Community"},
        {"Id": "1", "CreationDate": "2014-01-21T20:21:18.797", "DisplayName": "Ann Ale"},
        {"Id": "2", "CreationDate": "2014-01-22T08:00:00.000", "DisplayName": "Bob"},
        {"Id": "3", "CreationDate": "2014-02-03T08:00:00.000", "DisplayName": "Łukasz"},
    ],
    "Posts": [
        {"Id": "1", "PostTypeId": "1", "AcceptedAnswerId": "3", "Score": "1", "ViewCount": "9",
         "CreationDate": "2014-01-21T21:00:00.000", "OwnerUserId": "1", "Tags": "<hops><ale>",
         "Title": "What is a hop?", "Body": "<p>Tell me <em>all</em>.</p>",
         "ContentLicense": "CC BY-SA 3.0"},
        {"Id": "2", "PostTypeId": "1", "CreationDate": "2014-01-23T10:00:00.000",
         "OwnerDisplayName": "gone", "Title": "Warm beer?", "Tags": "<ale>", "Score": "0",
         "Body": "<p>Why?</p>", "ClosedDate": "2014-01-24T10:00:00.000"},
        {"Id": "3", "PostTypeId": "2", "ParentId": "1", "Score": "2",
         "CreationDate": "2014-01-22T09:00:00.000", "OwnerUserId": "2",
         "Body": "<p>A flower, see <a href=\"/q/2\">this</a>.</p>"},
        {"Id": "4", "PostTypeId": "5", "CreationDate": AT, "Body": "", "OwnerUserId": "-1"},
    ],
    "Comments": [
        {"Id": "1", "PostId": "3", "Score": "4", "UserId": "1", "Text": "Thanks & cheers",
         "CreationDate": "2014-01-22T10:00:00.000"},
        {"Id": "2", "PostId": "1", "Score": "0", "UserDisplayName": "gone",
         "Text": "See `hops` and **more**", "CreationDate": "2014-01-21T22:00:00.000"},
    ],
    "Votes": [
        {"Id": "1", "PostId": "1", "VoteTypeId": "2", "CreationDate": "2014-01-21T00:00:00.000"},
        {"Id": "2", "PostId": "3", "VoteTypeId": "2", "CreationDate": "2014-01-23T00:00:00.000"},
        {"Id": "3", "PostId": "3", "VoteTypeId": "2", "CreationDate": "2014-01-24T00:00:00.000"},
        {"Id": "4", "PostId": "3", "VoteTypeId": "1", "CreationDate": "2014-01-22T00:00:00.000"},
        {"Id": "5", "PostId": "1", "VoteTypeId": "5", "UserId": "2",
         "CreationDate": "2014-01-23T00:00:00.000"},
        {"Id": "6", "PostId": "99", "VoteTypeId": "2", "CreationDate": "2014-01-23T00:00:00.000"},
        {"Id": "7", "PostId": "1", "VoteTypeId": "16", "CreationDate": "2014-01-23T00:00:00.000"},
    ],
    "Badges": [
        {"Id": "1", "UserId": "1", "Name": "Student", "Date": AT, "Class": "3"},
        {"Id": "2", "UserId": "2", "Name": "Nice Answer", "Class": "2",
         "Date": "2014-02-01T08:00:00.000"},
    ],
    "PostHistory": [
        _history(1, 1, 2, "a", "2014-01-21T21:00:00.000", "1", "Tell me."),
        _history(2, 1, 1, "a", "2014-01-21T21:00:00.000", "1", "What is hop?"),
        _history(3, 1, 3, "a", "2014-01-21T21:00:00.000", "1", "<hops>"),
        _history(4, 1, 5, "b", "2014-01-22T07:00:00.000", "2", "Tell me *all*."),
        _history(5, 1, 4, "b", "2014-01-22T07:00:00.000", "2", "What is a hop?"),
        _history(6, 1, 6, "b", "2014-01-22T07:00:00.000", "2", "<hops><ale>"),
        _history(7, 2, 10, "c", "2014-01-24T10:00:00.000", "-1",
                 '{"Voters":[{"Id":1},{"Id":2}]}', Comment="102"),
        _history(8, 3, 2, "d", "2014-01-22T09:00:00.000", "2", "A flower, see [this](/q/2)."),
        _history(9, 2, 25, "e", "2014-01-24T10:00:00.000", "-1", ""),
    ],
    "PostLinks": [
        {"Id": "1", "CreationDate": "2014-01-24T10:00:00.000", "PostId": "2",
         "RelatedPostId": "1", "LinkTypeId": "3"},
    ],
    "Tags": [{"Id": "1", "TagName": "hops"}, {"Id": "2", "TagName": "ale"}],
}  # fmt: skip


def pub():
    """Three people, two questions, an accepted answer, an edit, a closing, votes and badges."""
    return deepcopy(PUB)


IDS = {"Id", "PostId", "ParentId", "OwnerUserId", "UserId", "AcceptedAnswerId", "RelatedPostId"}


def pubs(many):
    """The pub many times over, each with ids, people and titles of its own."""
    grown = {name: [] for name in PUB}
    for name, entries in PUB.items():
        for copy in range(many):
            grown[name] += [_moved(row, copy) for row in entries if not copy or row["Id"] != "-1"]
    return grown


def _moved(row, copy):
    if not copy:
        return row
    moved = {
        key: str(int(value) + 1_000 * copy) if key in IDS and value != "-1" else value
        for key, value in row.items()
    }
    for key in ("RevisionGUID", "Title"):
        if key in moved:
            moved[key] += f" {copy}"
    if moved.get("Comment") == "102":
        moved["Text"] = '{"Voters":[{"Id":%d}]}' % (2 + 1_000 * copy)  # noqa: UP031
    return moved


def write(rows, folder):
    """Write the files the way the network does, byte-order mark included; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, entries in rows.items():
        root = ROOTS[name]
        lines = [
            "  <row " + " ".join(f"{key}={quoteattr(value)}" for key, value in row.items()) + " />"
            for row in entries
        ]
        head = '<?xml version="1.0" encoding="utf-8"?>'
        text = "\n".join([head, f"<{root}>", *lines, f"</{root}>", ""])
        (folder / f"{name}.xml").write_text(text, encoding="utf-8-sig")
    return folder
