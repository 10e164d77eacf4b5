"""Forms that say what an organisation or a community is."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.meanwhile import Shared
from qunluo.people.communities.rules import LANGUAGES

KIND_CHOICES = (
    ("", _("Not decided")),
    ("consumer", _("Consumers")),
    ("industry_expert", _("Experts of a field")),
    ("brand_fan", _("Fans of a brand")),
    ("learning", _("Learners")),
    ("interest", _("A shared interest")),
    ("local", _("Neighbours")),
    ("other", _("Something else")),
)
ACCESS_CHOICES = (
    ("public", _("Public: anyone reads it")),
    ("semi_public", _("Semi-public: anyone finds it, members read it")),
    ("private", _("Private: only members know of it")),
)
JOINING_CHOICES = (
    ("open", _("Open: whoever wants may join at once")),
    ("review", _("By review: operators answer a request")),
    ("invitation", _("By invitation link only")),
)
LANGUAGE_NAMES = {"zh-hans": "简体中文", "en": "English"}
ZONES = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "UTC",
)


def language_choices() -> list[tuple[str, str]]:
    return [(key, LANGUAGE_NAMES[key]) for key in LANGUAGES]


def zone_choices(present: str = "") -> list[tuple[str, str]]:
    zones = (*ZONES, present) if present and present not in ZONES else ZONES
    return [(zone, zone.replace("_", " ")) for zone in zones]


def text_area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CoverForm(forms.Form):
    cover = forms.FileField(
        label=_("Cover picture"), widget=forms.FileInput(attrs={"accept": "image/*"})
    )


class FoundOrganisationForm(forms.Form):
    name = forms.CharField(label=_("Name of the organisation"), max_length=120)
    slug = forms.CharField(
        label=_("Address"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens. It is part of every link."),
    )
    currency = forms.ChoiceField(
        label=_("Currency of its books"),
        choices=[(code, code) for code in ("CNY", "HKD", "TWD", "USD", "EUR", "JPY", "SGD")],
    )


class FoundCommunityForm(forms.Form):
    name = forms.CharField(label=_("Name of the community"), max_length=120)
    slug = forms.CharField(
        label=_("Address"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens. It is part of every link."),
    )
    summary = forms.CharField(
        label=_("What it is about, in a sentence or two"),
        max_length=300,
        required=False,
        widget=text_area(2),
    )
    access = forms.ChoiceField(
        label=_("Who may read"), choices=ACCESS_CHOICES, widget=forms.RadioSelect
    )
    joining = forms.ChoiceField(
        label=_("How one joins"), choices=JOINING_CHOICES, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=_("Language"), choices=language_choices)
    timezone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)


class DescriptionForm(Shared):
    name = forms.CharField(label=_("Name of the community"), max_length=120)
    summary = forms.CharField(
        label=_("What it is about, in a sentence or two"),
        max_length=300,
        required=False,
        widget=text_area(2),
    )


class PositioningForm(Shared):
    """定位: the fields of capability A2."""

    kind = forms.ChoiceField(label=_("Kind of community"), choices=KIND_CHOICES, required=False)
    theme = forms.CharField(label=_("Theme"), max_length=200, required=False)
    intended_scale = forms.IntegerField(
        label=_("Intended size, in members"), min_value=1, max_value=100_000_000, required=False
    )
    vision = forms.CharField(
        label=_("Vision"),
        required=False,
        widget=text_area(),
        help_text=_("What will be different in the world if this works?"),
    )
    mission = forms.CharField(
        label=_("Mission"),
        required=False,
        widget=text_area(),
        help_text=_("What do we do for our members, day by day?"),
    )
    values = forms.CharField(
        label=_("Values"),
        required=False,
        widget=text_area(),
        help_text=_("What do we hold on to when it costs something?"),
    )
    target_group = forms.CharField(label=_("Who it is for"), required=False, widget=text_area())
    needs = forms.CharField(label=_("What they need"), required=False, widget=text_area())
    pain_points = forms.CharField(
        label=_("What troubles them today"), required=False, widget=text_area()
    )
    content_direction = forms.CharField(
        label=_("Direction of content"), required=False, widget=text_area()
    )
    business_model = forms.CharField(
        label=_("How it pays for itself"), required=False, widget=text_area()
    )


class MarketNoteForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("About"),
        choices=(("competitor", _("A competitor")), ("market", _("The market"))),
    )
    title = forms.CharField(label=_("Name or headline"), max_length=200)
    text = forms.CharField(label=_("Note"), required=False, widget=text_area())
    source = forms.CharField(
        label=_("Source"),
        max_length=500,
        help_text=_("An address, a report and its page, or who told you."),
    )
