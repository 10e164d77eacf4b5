"""The reference cases' format, read once more in plain Python: loops over the events, no engine."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def seen(case):
    """(member or None, verb, moment, properties) in the order in which they happened."""
    aliases, actors, query = case.get("aliases", {}), case.get("actors", {}), case["query"]
    rows = []
    for event in case["events"]:
        actor = aliases.get(event["actor"], event["actor"])
        about = actors.get(actor, {})
        if any(about.get(key) != value for key, value in query.get("actor_where", {}).items()):
            continue
        banned = query.get("actor_where_not", {}).items()
        if any(key in about and about[key] == value for key, value in banned):
            continue
        if any(event["properties"].get(k) != v for k, v in query.get("where", {}).items()):
            continue
        moment = datetime.fromisoformat(event["at"])
        rows.append((actor, event["verb"], moment, event["properties"]))
    return sorted(rows, key=lambda row: row[2])


def fits(row, match):
    _actor, verb, _moment, told = row
    if "verb" in match and verb != match["verb"]:
        return False
    return all(told.get(key) == value for key, value in match.get("where", {}).items())


class Calendar:
    def __init__(self, query):
        self.zone = ZoneInfo(query["timezone"])
        self.first = DAYS.index(query["week_start"])
        self.by = query["period"]

    def start(self, day):
        if self.by == "week":
            while day.weekday() != self.first:
                day -= timedelta(days=1)
        if self.by == "month":
            day = day.replace(day=1)
        return day

    def step(self, day, back=False):
        """The start of the next (or the last) period."""
        one = timedelta(days=1)
        if back:
            return self.start(day - one)
        following = day + one
        while self.start(following) == day:
            following += one
        return following

    def of(self, moment):
        return self.start(moment.astimezone(self.zone).date())

    def many(self, first, count):
        found = [self.start(first)]
        while len(found) < count:
            found.append(self.step(found[-1]))
        return found

    def until(self, first, last):
        found = [self.start(first)]
        while self.step(found[-1]) <= last:
            found.append(self.step(found[-1]))
        return found


def day(text):
    return datetime.fromisoformat(text).date()


def retention(case):
    query, rows = case["query"], [row for row in seen(case) if row[0] is not None]
    calendar, count = Calendar(query), query["periods"]
    periods = calendar.many(day(query["first_period"]), count)
    starts = {}
    for row in rows:
        if fits(row, query["start"]):
            starts.setdefault(row[0], []).append(calendar.of(row[2]))
    triangle = []
    for n, period in enumerate(periods):
        if query["cohort"] == "every_start":
            cohort = {member for member, days in starts.items() if period in days}
        else:
            cohort = {member for member, days in starts.items() if days[0] == period}
        line = [len(cohort)]
        for k in range(n + 1, count):
            wanted = [periods[k]] if query["criterion"] == "on" else periods[k:]
            line.append(sum(came_back(rows, calendar, one, wanted, query) for one in cohort))
        triangle.append(line)
    return {"triangle": triangle}


def came_back(rows, calendar, member, periods, query):
    return any(
        sum(
            row[0] == member and fits(row, query["return"]) and calendar.of(row[2]) == period
            for row in rows
        )
        >= query["min_occurrences"]
        for period in periods
    )


def lifecycle(case):
    query, calendar = case["query"], Calendar(case["query"])
    rows = [row for row in seen(case) if row[0] is not None and fits(row, query["match"])]
    active, first = {}, {}
    for actor, _verb, moment, _told in rows:
        active.setdefault(calendar.of(moment), set()).add(actor)
        first.setdefault(actor, calendar.of(moment))
    found = {"new": [], "returning": [], "resurrecting": [], "dormant": []}
    for period in calendar.until(day(query["from"]), day(query["to"])):
        now = active.get(period, set())
        before = active.get(calendar.step(period, back=True), set())
        new = {one for one in now if first[one] == period}
        found["new"].append(len(new))
        found["returning"].append(len(now & before))
        found["resurrecting"].append(len(now - before - new))
        found["dormant"].append(-len(before - now))
    return found


def stickiness(case):
    query, calendar = case["query"], Calendar(case["query"])
    periods, size = calendar.until(day(query["from"]), day(query["to"])), query["period_count"]
    counts = {}
    for row in seen(case):
        if row[0] is not None and fits(row, query["match"]) and calendar.of(row[2]) in periods:
            bucket = periods.index(calendar.of(row[2])) // size
            counts.setdefault(row[0], {}).setdefault(bucket, 0)
            counts[row[0]][bucket] += 1
    least = query["per_period"]["value"]
    days = [sum(times >= least for times in own.values()) for own in counts.values()]
    buckets = -(-len(periods) // size)
    if query["cumulative"]:
        return {"histogram": [sum(one >= k for one in days) for k in range(1, buckets + 1)]}
    return {"histogram": [days.count(k) for k in range(1, buckets + 1)]}


def trend(case):
    query, calendar = case["query"], Calendar(case["query"])
    rows = [row for row in seen(case) if fits(row, query["match"])]
    series = []
    for period in calendar.until(day(query["from"]), day(query["to"])):
        if query["measure"] == "rolling_unique" and query["period"] == "day":
            begins = period - timedelta(days=query["window_days"] - 1)
            inside = [r for r in rows if begins <= r[2].astimezone(calendar.zone).date() <= period]
        else:
            inside = [row for row in rows if calendar.of(row[2]) == period]
        people = {row[0] for row in inside} - {None}
        series.append(len(inside) if query["measure"] == "count" else len(people))
    return {"series": series}


def funnel(case):
    query, rows = case["query"], [row for row in seen(case) if row[0] is not None]
    first, last = (
        datetime.fromisoformat(query[edge]).replace(tzinfo=UTC) for edge in ("from", "to")
    )
    rows = [row for row in rows if first <= row[2] <= last]
    steps, depths, times = len(query["steps"]), [], []
    for member in {row[0] for row in rows}:
        tries = [one for one in attempts([r for r in rows if r[0] == member], query) if one]
        if tries:
            best = max(tries, key=len)
            depths.append(len(best))
            times.append(best)
    mean = [None]
    for k in range(1, steps):
        took = [(one[k] - one[k - 1]).total_seconds() for one in times if len(one) > k]
        mean.append(sum(took) / len(took) if took else None)
    return {
        "counts": [sum(depth >= k for depth in depths) for k in range(1, steps + 1)],
        "average_seconds": mean,
    }


def attempts(rows, query):
    """The moments of each attempt's steps; [] for one that is spoiled."""
    steps, window = query["steps"], timedelta(hours=query["window"]["value"])
    found = []
    for n, row in enumerate(rows):
        opening = steps if query["order"] == "unordered" else steps[:1]
        if any(fits(row, step) for step in opening):
            inside = [one for one in rows[n:] if one[2] <= row[2] + window]
            found.append(walked(inside, steps, query))
    return found[:1] if query["entry"] == "first" else found


def walked(inside, steps, query):
    """By trying every choice of events that begins with the first one."""
    ways = []
    for size in range(len(steps), 0, -1):
        for rest in combinations(range(1, len(inside)), size - 1):
            way = (0, *rest)
            if serves([inside[n] for n in way], steps, query) and gapless(way, query):
                ways.append(way)
        if query["order"] == "unordered" and ways:
            # The first way is the one of the earliest events; what spoils it spoils the attempt.
            ways = [min(ways)]
        clean = [way for way in ways if is_clean(way, inside, len(steps), query)]
        partly = [way for way in ways if is_clean(way, inside, len(steps), query, so_far=True)]
        if clean:
            best = min(clean, key=lambda way: (way[-1], way))
            return [inside[n][2] for n in best]
        if partly or (ways and query["order"] != "ordered"):
            return []
        ways = []
    return []


def serves(rows, steps, query):
    if query["order"] == "unordered":
        return matched(rows, list(range(len(steps))), steps)
    return all(fits(row, step) for row, step in zip(rows, steps, strict=False))


def matched(rows, free, steps):
    if not rows:
        return True
    return any(
        fits(rows[0], steps[one]) and matched(rows[1:], [f for f in free if f != one], steps)
        for one in free
    )


def gapless(way, query):
    return query["order"] != "strict" or way == tuple(range(len(way)))


def is_clean(way, inside, steps, query, so_far=False):
    """No excluded event between its steps; after the last one, none until the window ends."""
    for bar in query["exclude"]:
        for n, row in enumerate(inside):
            done = sum(one < n for one in way)
            if n in way or not fits(row, {"verb": bar["verb"]}):
                continue
            is_open = done < len(way) or (len(way) < steps and not so_far)
            if is_open and bar["after_step"] <= done < bar["before_step"]:
                return False
    return True


KINDS = {
    "retention": retention,
    "lifecycle": lifecycle,
    "stickiness": stickiness,
    "trend": trend,
    "funnel": funnel,
}
