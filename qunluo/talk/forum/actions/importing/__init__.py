"""What an import writes in the forum, in bulk: posting, what happened later, counting, undoing."""

from qunluo.talk.forum.actions.importing.counting import (
    mark_all_solved,
    recount_tags,
    recount_topics,
    set_scores,
)
from qunluo.talk.forum.actions.importing.happenings import (
    ImportedClosing,
    ImportedFollow,
    ImportedLink,
    ImportedRemoval,
    add_closings,
    add_follows,
    add_links,
    add_removals,
)
from qunluo.talk.forum.actions.importing.posting import (
    AddedTopic,
    Author,
    Body,
    Edits,
    ImportedPost,
    ImportedTopic,
    Origin,
    Place,
    add_posts,
    add_topics,
    told,
)
from qunluo.talk.forum.actions.importing.revising import (
    ImportedRevision,
    Wording,
    add_revisions,
    change_wordings,
    revision_counts,
)

__all__ = [
    "AddedTopic",
    "Author",
    "Body",
    "Edits",
    "ImportedClosing",
    "ImportedFollow",
    "ImportedLink",
    "ImportedPost",
    "ImportedRemoval",
    "ImportedRevision",
    "ImportedTopic",
    "Origin",
    "Place",
    "Wording",
    "add_closings",
    "add_follows",
    "add_links",
    "add_posts",
    "add_removals",
    "add_revisions",
    "add_topics",
    "change_wordings",
    "mark_all_solved",
    "recount_tags",
    "recount_topics",
    "revision_counts",
    "set_scores",
    "told",
]
