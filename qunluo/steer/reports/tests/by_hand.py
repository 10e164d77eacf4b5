"""The figures of a report taken from a Stack Exchange dump's XML, knowing nothing of the product."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from xml.etree import ElementTree

EDITS = {"4", "5", "6", "7", "8", "9"}
CLOSED, REOPENED = "10", "11"
DAY = timedelta(days=1)


def _at(text):
    return datetime.fromisoformat(text)


class Dump:
    """The rows of a dump's folder, and the questions and answers among its posts."""

    def __init__(self, folder):
        self.rows = {
            file.stem: [dict(row.attrib) for row in ElementTree.parse(file).getroot()]
            for file in folder.glob("*.xml")
        }
        posts = {row["Id"]: row for row in self.rows["Posts"]}
        self.posts = {key: row for key, row in posts.items() if row["PostTypeId"] in "12"}
        self.questions = [row for row in self.posts.values() if row["PostTypeId"] == "1"]
        self.answers = [row for row in self.posts.values() if row["PostTypeId"] == "2"]
        self.answers_to = defaultdict(list)
        for answer in self.answers:
            self.answers_to[answer["ParentId"]].append(answer)
        self.turns = defaultdict(list)
        for row in self.rows["PostHistory"]:
            if row["PostHistoryTypeId"] in {CLOSED, REOPENED}:
                self.turns[row["PostId"]].append(row)

    def month(self, month):
        """Every figure of a month such as `2020-04`, by the name it has in a report."""
        asked = [q for q in self.questions if q["CreationDate"].startswith(month)]
        waits = [self._wait(q) for q in asked]
        work = self._contributions(month)
        return {
            "questions": len(asked),
            "answers": _in(self.answers, month),
            "comments": _in(self.rows["Comments"], month),
            "joins": _in([u for u in self.rows["Users"] if u["Id"] != "-1"], month),
            "members": sum(
                u["CreationDate"][:7] <= month for u in self.rows["Users"] if u["Id"] != "-1"
            ),
            "votes": sum(
                v["CreationDate"].startswith(month)
                for v in self.rows["Votes"]
                if v["VoteTypeId"] in {"2", "3"} and v["PostId"] in self.posts
            ),
            "edits": len(self._edits(month)),
            "contributors": len(work),
            "within_day": sum(wait is not None and wait <= DAY for wait in waits),
            "accepted_share": sum(self._is_accepted(q) for q in asked),
            "open_questions": self._open(month),
            "absence_factor": _fewest(work),
        }

    def lifecycle(self, month, before):
        """Who contributed for the first time, again, after a pause, and no more."""
        now, then = set(self._contributions(month)), set(self._contributions(before))
        earlier = set()
        for year in range(2014, int(month[:4]) + 1):
            for number in range(1, 13):
                if (past := f"{year}-{number:02d}") < month:
                    earlier |= set(self._contributions(past))
        return {
            "new": len(now - earlier),
            "returning": len(now & then),
            "resurrecting": len((now & earlier) - then),
            "dormant": -len(then - now),
        }

    def _edits(self, month):
        found = {}
        for row in self.rows["PostHistory"]:
            if row["PostHistoryTypeId"] in EDITS and row["PostId"] in self.posts:
                found.setdefault(row["RevisionGUID"], row)
        return [row for row in found.values() if row["CreationDate"].startswith(month)]

    def _contributions(self, month):
        """How often each person asked, answered, commented or edited."""
        rows = [*self.posts.values(), *self.rows["Comments"]]
        work = [
            row.get("OwnerUserId") or row.get("UserId")
            for row in rows
            if row["CreationDate"].startswith(month)
        ]
        work += [row.get("UserId") for row in self._edits(month)]
        return Counter(person for person in work if person and person != "-1")

    def _wait(self, question):
        """Until the first answer by somebody else; None when there is none."""
        owner = question.get("OwnerUserId")
        moments = [
            _at(answer["CreationDate"])
            for answer in self.answers_to[question["Id"]]
            if not (owner and answer.get("OwnerUserId") == owner)
        ]
        return min(moments) - _at(question["CreationDate"]) if moments else None

    def _is_accepted(self, question):
        votes = [
            vote
            for vote in self.rows["Votes"]
            if vote["VoteTypeId"] == "1" and vote["PostId"] == question.get("AcceptedAnswerId")
        ]
        asked = _at(question["CreationDate"])
        return any(_at(vote["CreationDate"]) - asked <= 30 * DAY for vote in votes)

    def _open(self, month):
        """Questions up to the month's end without an answer by then, and not closed then."""
        count = 0
        for question in self.questions:
            if question["CreationDate"][:7] > month:
                continue
            wait = self._wait(question)
            answered = wait is not None and _month(question, wait) <= month
            count += not answered and not self._is_closed(question["Id"], month)
        return count

    def _is_closed(self, post_id, month):
        last = ""
        for row in self.turns[post_id]:
            if row["CreationDate"][:7] <= month:
                last = row["PostHistoryTypeId"]
        return last == CLOSED


def _in(rows, month):
    return sum(row["CreationDate"].startswith(month) for row in rows)


def _month(question, wait):
    return (_at(question["CreationDate"]) + wait).isoformat()[:7]


def _fewest(work):
    """How few people made half of everything."""
    done, people, whole = 0, 0, sum(work.values())
    for _person, count in work.most_common():
        if done * 2 >= whole:
            break
        done, people = done + count, people + 1
    return people
