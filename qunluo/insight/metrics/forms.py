"""What is entered by hand: files of answers and costs, notes, names of views."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qunluo.insight.metrics.actions import AnswerRow, CostRow
from qunluo.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.files.uploadedfile import UploadedFile

MOST_BYTES = 1_000_000
HUNDRED = 100


class AnswersForm(forms.Form):
    name = forms.CharField(max_length=120, label=_("Name of the survey"))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("nps", _("NPS, 0 to 10")), ("csat", _("CSAT, 1 to 5"))]
    )
    asked_on = forms.DateField(label=_("Asked on"), widget=forms.DateInput(attrs={"type": "date"}))
    people = forms.IntegerField(min_value=0, max_value=10**8, label=_("How many were asked"))
    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("Columns: reference, score, answered_at (a day or moment)."),
    )


class CostsForm(forms.Form):
    currency = forms.RegexField(
        r"^[A-Z]{3}$",
        label=_("Currency"),
        initial="CNY",
        help_text=_("Three letters, such as CNY."),
    )
    file = forms.FileField(
        label=_("CSV file"), help_text=_("Columns: reference, day, category, amount, hours.")
    )


class NoteForm(forms.Form):
    text = forms.CharField(max_length=200, label=_("What happened, or will"))
    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    is_planned = forms.BooleanField(required=False, label=_("It is planned"))


class ViewForm(forms.Form):
    name = forms.CharField(max_length=120, label=_("Name of the view"))
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)


def answer_rows(file: UploadedFile[Any]) -> list[AnswerRow]:
    """Rows of a CSV file; raises `forms.ValidationError` that names the line."""
    return _rows(file, _answer)


def cost_rows(file: UploadedFile[Any], currency: str) -> list[CostRow]:
    """Rows of a CSV file; raises `forms.ValidationError` that names the line."""
    return _rows(file, lambda told: _cost(told, currency))


def _rows(file: UploadedFile[Any], read: Callable[[dict[str, Any]], Any]) -> list[Any]:
    if (file.size or 0) > MOST_BYTES:
        raise forms.ValidationError(_now("The file is larger than 1 MB."))
    found = []
    for number, told in enumerate(csv.DictReader(io.StringIO(_text(file.read()))), 2):
        try:
            found.append(read(told))
        except (KeyError, ValueError, TypeError, InvalidOperation) as error:
            message = _now("Line %(number)s cannot be read. Mend it and send the file again.")
            raise forms.ValidationError(message % {"number": number}) from error
    return found


def _text(content: bytes) -> str:
    """As spreadsheets in China write it: UTF-8 with or without a mark, else GB 18030."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def _answer(told: dict[str, Any]) -> AnswerRow:
    moment = datetime.fromisoformat(told["answered_at"].strip())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if not told["reference"].strip():
        raise ValueError
    return AnswerRow(told["reference"].strip()[:80], int(told["score"]), min(moment, clock.now()))


def _cost(told: dict[str, Any], currency: str) -> CostRow:
    day = datetime.fromisoformat(told["day"].strip()).date()
    amount = Decimal((told.get("amount") or "0").strip())
    hours = Decimal((told.get("hours") or "0").strip())
    if not told["reference"].strip() or hours < 0 or abs(amount) > 10**12 or hours > 10**5:
        raise ValueError
    category = told["category"].strip()[:60]
    return CostRow(
        told["reference"].strip()[:80], day, category, round(amount * HUNDRED), currency, hours
    )
