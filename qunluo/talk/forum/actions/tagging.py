"""Tags of topics: made by those who may, counted as they come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.action import action
from qunluo.kernel.refusal import Invalid, Refusal, one_or_missing
from qunluo.kernel.stream.record import record
from qunluo.people.communities import queries as communities
from qunluo.talk.forum import rules
from qunluo.talk.forum.activities import TagRenamed, TagsMerged
from qunluo.talk.forum.models import Tag, Topic, TopicTag
from qunluo.talk.forum.ports import tag_followers

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


@action
def rename_tag(actor: Viewer, name: str, *, to: str) -> str:
    """Give a tag another name on every topic; returns the name as it is kept.

    Refuses with `not_permitted`, `missing`, `forum.archived`, `forum.tag_empty`, `forum.tag_long`
    and `forum.tag_taken`: two tags become one by `merge_tags`.
    """
    tag = _kept_tag(actor, name)
    (new,) = clean_tags([to]) or [""]
    if not new:
        told = _("Write the new name of the tag.")
        raise Invalid("forum.tag_empty", told, fields={"to": told})
    if Tag.objects.filter(community=tag.community_id, name=new).exists():
        taken = _("There is a tag “%(name)s” already. Merge the two instead.") % {"name": new}
        raise Invalid("forum.tag_taken", taken, fields={"to": taken})
    Tag.objects.filter(pk=tag.pk).update(name=new)
    record(TagRenamed(**_of_tag(actor, tag)))
    return new


@action
def merge_tags(actor: Viewer, name: str, *, into: str) -> str:
    """Put another tag in this one's place on every topic; returns the name that stays.

    Refuses with `not_permitted`, `missing` (either tag), `forum.archived`, `forum.tag_same`.
    """
    tag = _kept_tag(actor, name)
    (other_name,) = clean_tags([into]) or [""]
    other = _kept_tag(actor, other_name)
    if other.pk == tag.pk:
        told = _("Choose another tag to merge with.")
        raise Refusal("forum.tag_same", told, fields={"to": told})
    brought = TopicTag.objects.filter(tag=tag)
    both = TopicTag.objects.filter(tag=other).values("topic")
    count = brought.exclude(topic__in=both).update(tag=other)
    for move in tag_followers:
        move(tag.pk, other.pk)
    tag.delete()
    standing = Count("topic_tags", filter=Q(topic_tags__topic__removed_at=None))
    counted = Tag.objects.annotate(standing=standing).get(pk=other.pk).standing
    Tag.objects.filter(pk=other.pk).update(topic_count=counted)
    record(TagsMerged(**_of_tag(actor, other), topic_count=count))
    return other.name


def _kept_tag(actor: Viewer, name: str) -> Tag:
    """A tag under lock, for those who keep the tags of a community that is not archived."""
    actor.require(rules.KEEP_TAGS)
    if communities.place(actor).state == "archived":
        raise Refusal("forum.archived", _("This community is archived. It can only be read."))
    found = Tag.objects.filter(community=actor.community_id, name=name)
    return one_or_missing(found.select_for_update())


def _of_tag(actor: Viewer, tag: Tag) -> dict[str, Any]:
    return {
        "object_id": tag.pk,
        "community_id": tag.community_id,
        "actor_key": actor.actor_key,
        "audience": "staff",
    }


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
