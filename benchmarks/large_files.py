"""Lines of a large community, written straight as the lake's Parquet: the same ones every time.

No list of random numbers is kept: everything a line says comes from a hash of its number, so that any
stretch of lines can be written by itself. About one in fifty lines is somebody new; a hundredth of the
reactions is taken back and one post in five hundred removed; answers and replies belong to earlier topics.
"""

from datetime import UTC, datetime

BEGIN = datetime(2021, 1, 1, tzinfo=UTC)
SPAN = 126_230_400  # seconds: four years
WEIGHTS = (
    ("communities.visited", 42),
    ("forum.reply_posted", 15),
    ("forum.reaction_given", 12),
    ("forum.comment_posted", 8),
    ("questions.answer_given", 8),
    ("questions.vote_cast", 5),
    ("questions.question_asked", 4),
    ("forum.topic_opened", 3),
    ("communities.member_joined", 2),
    ("questions.answer_accepted", 1),
)
REACTION_BACK, POST_GONE = 100, 500


def _uniform(salt):
    """A number in [0, 1) from the line's own."""
    return f"((hash(i * 8 + {salt}) % 1000003) / 1000003.0)"


def _name():
    told, total = [], 0
    for name, weight in WEIGHTS:
        total += weight
        told.append(f"WHEN w < {total} THEN '{name}'")
    return f"CASE {' '.join(told)} END"


def _object_of(name):
    return f"CASE WHEN {name} IN ('forum.topic_opened', 'questions.question_asked') THEN 'forum.topic' ELSE 'forum.post' END"


def lines(first, last, total, *, community=1, segment=1):
    """SQL for the lines numbered first … last of `total`, in the lake's columns."""
    people = max(100, total // 50)
    # Whoever joins does it once: the k-th joining line is person k's; everybody else was drawn from
    # those who had joined by then, a few of them much more often than most.
    known = f"greatest(1, {people} * i // {total})"
    return f"""
    SELECT line_id, segment_no, name, name AS verb, happened_at, happened_at AS recorded_at, actor_key,
      {community}::BIGINT AS community_id, (1 + i % 5)::BIGINT AS space_id, object_type, object_id,
      'forum.topic' AS root_type, root_id, NULL::VARCHAR AS target_type, NULL::BIGINT AS target_id,
      NULL::VARCHAR AS about_actor, 'public' AS audience, 'live' AS origin, '' AS batch, facts
    FROM (
      SELECT i, i::BIGINT AS line_id, {segment}::BIGINT AS segment_no, CASE
          WHEN i % {REACTION_BACK * 8} = 7 THEN 'forum.reaction_withdrawn'
          WHEN i % {POST_GONE * 4} = 11 THEN 'forum.post_removed' ELSE {_name()} END AS name,
        TIMESTAMP '2021-01-01' + to_microseconds((i * {SPAN * 1_000_000.0} / {total})::BIGINT) AS happened_at,
        md5(CASE WHEN w BETWEEN 97 AND 98 THEN {known}
          ELSE ((u ** 3) * {known})::BIGINT END::VARCHAR) AS actor_key,
        {_object_of(_name())} AS object_type,
        CASE WHEN w BETWEEN 62 AND 73 OR i % {REACTION_BACK * 8} = 7 THEN i // 900 ELSE i END::BIGINT AS object_id,
        CASE WHEN w BETWEEN 90 AND 96 THEN i ELSE greatest(1, i - (v * 30000)::BIGINT)
          - greatest(1, i - (v * 30000)::BIGINT) % 25 + 1 END::BIGINT AS root_id,
        CASE WHEN w BETWEEN 97 AND 98 THEN '{{"channel": "' || ['open', 'invitation', 'search', 'import'][1 + i % 4] || '"}}'
          WHEN w BETWEEN 62 AND 73 THEN '{{"sign": "like"}}' ELSE '{{}}' END AS facts
      FROM (SELECT i, (hash(i * 8 + 1) % 100)::INTEGER AS w, {_uniform(2)} AS u, {_uniform(3)} AS v
            FROM range({first}, {last + 1}) t(i)))
    """


def chunks(total, piece=500_000):
    """(first, last) of the stretches that are written one after another."""
    return [(first, min(total, first + piece - 1)) for first in range(1, total + 1, piece)]
