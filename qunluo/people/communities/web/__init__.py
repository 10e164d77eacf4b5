"""What pages of other domains use: the request inside a community, addresses, presence."""

from qunluo.people.communities.web.addresses import absolute, absolute_in
from qunluo.people.communities.web.entering import CommunityMiddleware, CommunityRequest, entering
from qunluo.people.communities.web.visiting import note_visit

__all__ = [
    "CommunityMiddleware",
    "CommunityRequest",
    "absolute",
    "absolute_in",
    "entering",
    "note_visit",
]
