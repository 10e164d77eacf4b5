"""What is sent to the pages of imports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

HOST = RegexValidator(
    r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$",
    _("Write a site's host name, such as beer.stackexchange.com."),
)
SLUG = RegexValidator(
    r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", _("Use small letters, digits and hyphens.")
)


class ImportForm(forms.Form):
    """An archive: uploaded, or for staff a path on the server."""

    archive = forms.FileField(
        label=_("Archive file"),
        required=False,
        help_text=_("The data dump of one site: a .7z or a .tar archive."),
    )
    path = forms.CharField(
        label=_("Or a path on the server"),
        required=False,
        max_length=500,
        help_text=_("A folder or an archive that lies on the server already; for staff only."),
    )
    site = forms.CharField(
        label=_("Site"),
        required=False,
        max_length=100,
        validators=[HOST],
        help_text=_("Only when the archive's name does not say it: beer.stackexchange.com."),
    )

    beside = forms.BooleanField(
        label=_("Bring it in beside the topics that stand here already"),
        required=False,
        help_text=_(
            "Needed once, when this community holds topics that are not of the archive's site. "
            "Nothing that stands here is changed; members and topics of both share one community."
        ),
    )

    def __init__(self, *args: Any, is_staff: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_staff:
            del self.fields["path"]

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or {}
        if bool(sent.get("archive")) == bool(sent.get("path")) and not self.errors:
            words = _("Choose an archive.")
            if "path" in self.fields:
                words = _("Choose an archive or write a path, one of the two.")
            self.add_error("archive", words)
        return sent


class NewImportForm(ImportForm):
    """The same, into a community that is founded by it."""

    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    name = forms.CharField(label=_("Name of the community"), max_length=100)
    slug = forms.CharField(
        label=_("Address"),
        max_length=50,
        validators=[SLUG],
        help_text=_("The short name in its address, such as beer."),
    )
    field_order = ("organisation", "name", "slug", "archive", "path", "site")

    def __init__(
        self, *args: Any, organisations: tuple[tuple[str, str], ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["beside"]
        chosen = self.fields["organisation"]
        if isinstance(chosen, forms.ChoiceField):
            fresh = ("", _("A new one with the community's name"))
            chosen.choices = [*organisations, fresh]
