"""Addresses that are read when somebody first asks for one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls.resolvers import RoutePattern, URLResolver

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict


class Later(URLResolver):
    """Like `include`, for a module that is slow to read and that most pages never need.

    Django reads every module of addresses to make the first link. A part with a namespace need not
    be read for that: its links are asked for by that name, here.
    """

    def __init__(self, route: str, module: str, *, app_name: str, namespace: str) -> None:
        pattern = RoutePattern(route, is_endpoint=False)
        super().__init__(pattern, module, app_name=app_name, namespace=namespace)
        self._is_asked = False

    def _populate(self) -> None:
        if self._is_asked:
            super()._populate()

    @property
    def reverse_dict(self) -> MultiValueDict[str, Any]:
        self._is_asked = True
        return super().reverse_dict

    @property
    def namespace_dict(self) -> dict[str, tuple[str, URLResolver]]:
        """Nothing inside has a namespace of its own."""
        return {}

    @property
    def app_dict(self) -> dict[str, list[str]]:
        return {}
