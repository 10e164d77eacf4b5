"""Counts taken from the XML here, without the engine, equal those in tables and in the stream."""

import tarfile
from collections import Counter
from xml.etree import ElementTree

import pytest
from django.apps import apps

from qunluo.kernel.stream.models import StreamLine
from qunluo.reach.porting.actions import Wish, bring_in
from qunluo.reach.porting.queries import run_card


@pytest.fixture
def xml(archive, tmp_path):
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path / "own", filter="data")
    (folder,) = (tmp_path / "own").iterdir()
    return {
        file.stem: [dict(row.attrib) for row in ElementTree.parse(file).getroot()]
        for file in folder.glob("*.xml")
    }


def monthly(rows, field="CreationDate"):
    return Counter(row[field][:7] for row in rows)


def told(*names):
    moments = StreamLine.objects.filter(origin="import", name__in=names)
    return Counter(f"{at:%Y-%m}" for at in moments.values_list("happened_at", flat=True))


def kept(name, field, **only):
    rows = apps.get_model(name).objects.filter(**only)
    return Counter(f"{at:%Y-%m}" for at in rows.values_list(field, flat=True))


def test_every_kind_is_counted_alike_month_by_month(lan, archive, xml):
    run = run_card(bring_in(lan, archive, Wish("beer", organisation="cellar")))
    posts = {row["Id"]: row for row in xml["Posts"]}
    kind = {number: row["PostTypeId"] for number, row in posts.items()}
    asked = monthly(row for row in xml["Posts"] if row["PostTypeId"] == "1")
    answered = monthly(row for row in xml["Posts"] if row["PostTypeId"] == "2")
    assert asked == kept("forum.Topic", "opened_at") == told("questions.question_asked")
    assert answered == kept("forum.Post", "posted_at", kind="reply")
    assert answered == told("questions.answer_given")
    joined = monthly(xml["Users"])
    assert joined == kept("communities.Membership", "joined_at", join_channel="import")
    assert joined == told("communities.member_joined")
    commented = monthly(xml["Comments"])
    assert commented == kept("forum.Post", "posted_at", kind="comment")
    assert commented == told("forum.comment_posted")
    awarded = monthly(xml["Badges"], "Date")
    assert awarded == kept("points.BadgeAward", "awarded_at") == told("points.badge_awarded")
    _votes(xml, kind)
    _history(xml, kind)
    assert sum(run.seen.values()) == sum(len(rows) for rows in xml.values())
    assert run.refused == 0
    _everything_is_explained(run, xml)


def _votes(xml, kind):
    standing = [row for row in xml["Votes"] if kind.get(row["PostId"]) in {"1", "2"}]
    cast = monthly(row for row in standing if row["VoteTypeId"] in {"2", "3"})
    assert cast == kept("questions.Vote", "cast_at") == told("questions.vote_cast")
    accepted = monthly(row for row in standing if row["VoteTypeId"] == "1")
    questions = kept("questions.Question", "accepted_at", accepted_at__isnull=False)
    assert accepted == questions == told("questions.answer_accepted")
    favoured = monthly(row for row in standing if row["VoteTypeId"] == "5")
    assert favoured == kept("forum.Follow", "followed_at") == told("forum.topic_followed")
    for post in xml["Posts"]:
        if post["PostTypeId"] in {"1", "2"}:
            break
    scores = {
        address.rsplit("/", 1)[1]: score
        for address, score in apps.get_model("forum.Post")
        .objects.exclude(kind="comment")
        .values_list("source_address", "score")
    }
    wanted = {row["Id"]: int(row["Score"]) for row in xml["Posts"] if kind[row["Id"]] in {"1", "2"}}
    assert scores == wanted


def _history(xml, kind):
    rows = [row for row in xml["PostHistory"] if kind.get(row["PostId"]) in {"1", "2"}]
    edits = {
        (row["PostId"], row["RevisionGUID"]): row
        for row in rows
        if 4 <= int(row["PostHistoryTypeId"]) <= 9
    }
    assert monthly(edits.values()) == told("forum.post_edited")
    assert monthly(edits.values()) == kept("forum.Revision", "made_at", number__gt=1)

    def of(*kinds):
        return monthly(row for row in rows if int(row["PostHistoryTypeId"]) in kinds)

    assert of(10, 14) == told("forum.topic_closed")
    assert of(11, 15) == told("forum.topic_reopened")
    assert (of(12), of(13)) == (told("forum.post_removed"), told("forum.post_restored"))
    closed = {row["Id"] for row in xml["Posts"] if "ClosedDate" in row}
    locked = {row["PostId"] for row in rows if row["PostHistoryTypeId"] == "14"}
    standing = apps.get_model("forum.Topic").objects.exclude(closed_at=None)
    addresses = {
        address.rsplit("/", 1)[1] for address in standing.values_list("source_address", flat=True)
    }
    assert addresses == closed | locked
    links = [
        row
        for row in xml["PostLinks"]
        if kind.get(row["PostId"]) == "1" and kind.get(row["RelatedPostId"]) == "1"
    ]
    assert monthly(links) == kept("forum.TopicLink", "linked_at") == told("forum.topic_linked")


def _everything_is_explained(run, xml):
    def left(domain):
        return sum(many for rule, many in run.left_out.items() if rule.startswith(domain))

    made = run.made
    assert made["people"] + left("users.") == len(xml["Users"])
    assert made["questions"] + made["answers"] + left("posts.") == len(xml["Posts"])
    assert made["comments"] + left("comments.") == len(xml["Comments"])
    voted = made["votes"] + made["acceptances"] + made["favourites"]
    assert voted + left("votes.") == len(xml["Votes"])
    assert made["badges"] + left("badges.") == len(xml["Badges"])
    assert made["links"] + left("links.") == len(xml["PostLinks"])
    first_states = apps.get_model("forum.Revision").objects.filter(number=1).count()
    history = made["edits"] - first_states + made["closings"] + made["removals"]
    assert history + left("history.") == len(xml["PostHistory"])
