"""Communities for programs: what they are, who belongs to them, who comes in, who holds what."""

from qunluo.people.communities.api import belonging, joining, places, roles
from qunluo.people.communities.api.routes import router

__all__ = ["belonging", "joining", "places", "roles", "router"]
