"""Where the Chinese font is that charts and documents are set in; it comes with the set-up."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PACKAGE = "pylopdf_fonts_zh_cn"
FAMILY = "Noto Sans SC"


@lru_cache(maxsize=1)
def chinese_font() -> Path | None:
    """Noto Sans SC (SIL Open Font License) as an OpenType file; None where it is not installed."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    path = Path(found.origin).parent / "NotoSansSC-Regular.otf"
    return path if path.exists() else None


@lru_cache(maxsize=1)
def typst_fonts() -> Any:
    """typst's book of fonts, the machine's and this one; finding them takes a while, so once."""
    import typst  # noqa: PLC0415 - heavy, and only where a document is made

    font = chinese_font()
    return typst.Fonts(font_paths=[str(font.parent)] if font else [])
