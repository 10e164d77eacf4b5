"""The shape of what is typed; what it means is decided by actions and rules."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from qunluo.kernel.web.meanwhile import Shared
from qunluo.people.members.rules import known_scopes


def password_field(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    """A password as typed, spaces included."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(
        label=label, widget=widget, strip=False, max_length=200, help_text=help_text
    )


def email_field(label: Any, autocomplete: str = "email", help_text: Any = "") -> forms.EmailField:
    widget = forms.EmailInput(attrs={"autocomplete": autocomplete})
    return forms.EmailField(label=label, max_length=254, widget=widget, help_text=help_text)


def code_field(label: Any, help_text: Any = "") -> forms.CharField:
    """A one-time code: digits on the phone's keyboard, filled in by the system where it can."""
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    return forms.CharField(
        label=label, max_length=20, widget=forms.TextInput(attrs=attrs), help_text=help_text
    )


def time_zones() -> list[tuple[str, Any]]:
    """The default first, then the places people live in, by name."""
    places = sorted(name for name in available_timezones() if "/" in name and "Etc/" not in name)
    return [("", _("Shanghai (default)")), *((name, name.replace("_", " ")) for name in places)]


PASSWORD_HELP = _(
    "At least 10 characters. A few unrelated words are easy to keep and hard to guess. Not only "
    "digits, not a well-known password, not your name or address."
)


class SignUpForm(forms.Form):
    email = email_field(
        _("Email"), help_text=_("We send a code there. Others never see your address.")
    )
    display_name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("How others see you. A nickname is fine."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    handle = forms.CharField(
        label=_("Handle"),
        max_length=40,
        required=False,
        help_text=_("So that others can mention you as @handle. We propose one if you leave it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    password = password_field(_("Password"), "new-password", PASSWORD_HELP)


class CodeForm(forms.Form):
    code = code_field(_("Your code"))


class SignInForm(forms.Form):
    email = email_field(_("Email"), "username")
    password = password_field(_("Password"), "current-password")


class EmailForm(forms.Form):
    email = email_field(_("Email"))


class NewPasswordForm(forms.Form):
    new_password = password_field(_("New password"), "new-password", PASSWORD_HELP)


class ChangePasswordForm(forms.Form):
    present_password = password_field(_("Present password"), "current-password")
    new_password = password_field(_("New password"), "new-password", PASSWORD_HELP)


class PresentPasswordForm(forms.Form):
    present_password = password_field(_("Present password"), "current-password")


class ProfileForm(Shared):
    display_name = forms.CharField(label=_("Your name"), max_length=80)
    handle = forms.CharField(
        label=_("Handle"),
        max_length=40,
        help_text=_("Where you were mentioned, the new one is shown at once."),
    )
    bio = forms.CharField(
        label=_("About you"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A few lines; Markdown works."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("As my browser asks")), ("zh-hans", "简体中文"), ("en", "English")],
    )
    timezone = forms.ChoiceField(label=_("Time zone"), required=False, choices=time_zones)
    theme = forms.ChoiceField(
        label=_("Appearance"),
        required=False,
        choices=[("", _("As my system is set")), ("light", _("Light")), ("dark", _("Dark"))],
    )


class AvatarForm(forms.Form):
    picture = forms.FileField(
        label=_("Picture"),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("A square picture looks best. Everyone may see it."),
    )


class ChangeEmailForm(forms.Form):
    email = email_field(_("New email"))
    present_password = password_field(_("Present password"), "current-password")


class EmptyForm(forms.Form):
    """A button: nothing is typed, but a refusal can be shown beside it."""


def scope_choices() -> list[tuple[str, Any]]:
    """The two wide scopes in words, the others as programs write them."""
    told = {"read": _("read: everything I can read"), "write": _("write: everything I can do")}
    return [(scope, told.get(scope, scope)) for scope in known_scopes()]


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("What uses it, such as “nightly backup”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=scope_choices, widget=forms.CheckboxSelectMultiple
    )
    good_for_days = forms.TypedChoiceField(
        label=_("Good for"),
        coerce=int,
        empty_value=None,
        required=False,
        initial="90",
        choices=[
            ("30", _("30 days")),
            ("90", _("90 days")),
            ("365", _("One year")),
            ("", _("Until revoked")),
        ],
    )


class ClaimForm(forms.Form):
    note = forms.CharField(
        label=_("Anything the staff should know"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecisionForm(forms.Form):
    proof = forms.ChoiceField(
        label=_("Proof"),
        widget=forms.RadioSelect,
        choices=[
            ("code", _("I saw the code on the profile at the source")),
            ("staff", _("I know this person and vouch for them")),
        ],
    )
    reason = forms.CharField(
        label=_("Reason, kept on record"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class MergeForm(forms.Form):
    kept_id = forms.IntegerField(label=_("Number of the member to keep"), min_value=1)
    absorbed_id = forms.IntegerField(label=_("Number of the member to join into it"), min_value=1)
    reason = forms.CharField(
        label=_("Reason, kept on record"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you need to see it?"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ErasureForm(forms.Form):
    typed = forms.CharField(
        label=_("Your handle"),
        max_length=40,
        help_text=_("Type it, so that we know you mean this account."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    present_password = password_field(_("Present password"), "current-password")


class OutsideSignUpForm(forms.Form):
    display_name = forms.CharField(
        label=_("Your name"), max_length=80, help_text=_("How others see you. A nickname is fine.")
    )
