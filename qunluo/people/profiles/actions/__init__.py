"""Every write of profiles; one verb per function."""

from qunluo.people.profiles.actions.describing import change_profile
from qunluo.people.profiles.actions.following import follow, unfollow
from qunluo.people.profiles.actions.forgetting import forget_member

__all__ = ["change_profile", "follow", "forget_member", "unfollow"]
