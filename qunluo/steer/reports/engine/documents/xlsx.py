"""Write the fact table as XLSX: one sheet of facts with numbers as numbers, one of sentences."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def xlsx(
    sheets: Sequence[tuple[str, Sequence[str], Sequence[Sequence[str | float | None]]]],
) -> bytes:
    """Sheets of (name, head, rows); text is never taken for a formula."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only where a document is made

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        for name, head, rows in sheets:
            sheet = book.add_worksheet(name[:31])
            sheet.write_row(0, 0, head, bold)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, row)
            sheet.autofit()
    return out.getvalue()
