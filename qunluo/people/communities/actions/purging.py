"""Delete a whole community: demos, and on the owner's confirmed wish."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.action import action, writing
from qunluo.kernel.purging import purge_community
from qunluo.kernel.refusal import Refusal, one_or_missing
from qunluo.people.communities.models import Community, Organisation


@action
def purge_demo(community_id: int) -> None:
    """Delete a demo community with everything in it, and its organisation when that is a demo too.

    Refuses `communities.not_a_demo` and `missing`.
    """
    community = one_or_missing(Community.objects.filter(pk=community_id))
    if not community.is_demo:
        raise Refusal("communities.not_a_demo", _("This community is not a demo; it stays."))
    purge_community(community_id)
    # Every table of a community hangs below it, so the whole house writes for this one deletion.
    with writing("*"):
        community.delete()
        Organisation.objects.filter(
            pk=community.organisation_id, is_demo=True, communities=None
        ).delete()
