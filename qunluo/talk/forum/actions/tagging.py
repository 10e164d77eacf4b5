"""Tags of topics: made by those who may, counted as they come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.refusal import Invalid
from qunluo.talk.forum import rules
from qunluo.talk.forum.models import Tag, Topic, TopicTag

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qunluo.kernel.viewer import Viewer


def clean_tags(names: Iterable[str]) -> list[str]:
    """Trimmed, lower-case, spaces as hyphens, each once, in the order given.

    Refuses with `forum.too_many_tags` or `forum.tag_long` (field `tags`).
    """
    cleaned = ["-".join(name.lower().strip(" #,，、").split()) for name in names]
    tags = list(dict.fromkeys(name for name in cleaned if name))
    if len(tags) > rules.TAGS_MOST:
        told = _("At most %(most)d tags fit on one topic.") % {"most": rules.TAGS_MOST}
        raise Invalid("forum.too_many_tags", told, fields={"tags": told})
    if any(len(name) > rules.TAG_MOST for name in tags):
        told = _("A tag has at most %(most)d characters.") % {"most": rules.TAG_MOST}
        raise Invalid("forum.tag_long", told, fields={"tags": told})
    return tags


def set_tags(viewer: Viewer, topic: Topic, names: Sequence[str]) -> None:
    """Make the topic carry exactly these tags; refuses with `forum.tag_unknown`."""
    wanted = clean_tags(names)
    tags = _known_or_made(viewer, topic.community_id, wanted)
    held = dict(topic.topic_tags.values_list("tag__name", "tag_id"))
    gone = [tag_id for name, tag_id in held.items() if name not in tags]
    come = [tag_id for name, tag_id in tags.items() if name not in held]
    topic.topic_tags.filter(tag__in=gone).delete()
    TopicTag.objects.bulk_create(
        [TopicTag(topic=topic, tag_id=tag_id) for tag_id in come], ignore_conflicts=True
    )
    Tag.objects.filter(pk__in=gone).update(topic_count=F("topic_count") - 1)
    Tag.objects.filter(pk__in=come).update(topic_count=F("topic_count") + 1)


def count_tags(topic: Topic, by: int) -> None:
    """A topic was removed (-1) or restored (+1): its tags count it no more, or again."""
    Tag.objects.filter(topic_tags__topic=topic).update(topic_count=F("topic_count") + by)


def _known_or_made(viewer: Viewer, community_id: int, names: list[str]) -> dict[str, int]:
    rows = Tag.objects.filter(community=community_id, name__in=names)
    known = dict(rows.values_list("name", "pk"))
    unknown = [name for name in names if name not in known]
    if not unknown:
        return known
    if not viewer.may(rules.MAKE_TAGS):
        told = _("There is no tag “%(name)s” here. Choose an existing one.") % {"name": unknown[0]}
        raise Invalid("forum.tag_unknown", told, fields={"tags": told})
    # Leans on forum_tag_once: two topics making the same tag at once share it.
    Tag.objects.bulk_create(
        [Tag(community_id=community_id, name=name) for name in unknown], ignore_conflicts=True
    )
    return dict(rows.values_list("name", "pk"))
