"""The one gate all HTML passes before it is stored: an allow-list, then links, headings, images."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

import nh3
from django.conf import settings

from qunluo.kernel.text.marks import CARRIED, without_marks

STRUCTURE = "blockquote br div hr p pre table thead tbody tfoot tr td th caption ul ol li dl dt dd"
WORDS = (
    "a abbr b cite code del em i ins kbd mark q rp rt ruby s samp small span strong sub sup u var"
)
OTHERS = "h1 h2 h3 h4 h5 h6 img details summary figure figcaption"
TAGS = frozenset(f"{STRUCTURE} {WORDS} {OTHERS}".split())
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "code": {"class"},
    "img": {"src", "alt", "title", "width", "height"},
    "li": {"class"},
    "ol": {"start"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "colspan", "rowspan"},
}
REL = "nofollow ugc noopener"
CLASSES = {
    "code": re.compile(r"language-[\w+#.-]{1,40}"),
    "li": re.compile("task"),
    "td": re.compile("align-(left|right|center)"),
    "th": re.compile("align-(left|right|center)"),
}
NUMBER = re.compile(r"[0-9]{1,4}")
IMAGE_PLACE = re.compile(r"https?://|/files/", re.IGNORECASE)
# The sanitiser writes every tag in this one form, so these need not understand HTML at large.
ATTRIBUTE_LIST = r'((?: [a-z-]+="[^"]*")*)'
LINK = re.compile(f"<a{ATTRIBUTE_LIST}>")
IMAGE = re.compile(f"<img{ATTRIBUTE_LIST}>")
HEADING = re.compile("<(/?)h([1-6])>")
ATTRIBUTE = re.compile(' ([a-z-]+)="([^"]*)"')


def clean_html(html: str) -> str:
    """Foreign HTML, such as an imported post's, made safe; it can carry no mention marks."""
    return cleaned(without_marks(html))


def cleaned(html: str) -> str:
    """Sanitised, own links without `rel`, headings below the page's, carried mentions as marks."""
    safe = _cleaner().clean(html)
    safe = LINK.sub(_link, safe)
    safe = IMAGE.sub(_image, safe)
    safe = _nested_headings(safe)
    return CARRIED.sub(r'<span data-mention="\1"></span>', safe)


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags={"script", "style", "title", "noscript", "template"},
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        link_rel=REL,
        url_schemes={"http", "https", "mailto"},
        set_tag_attribute_values={"img": {"loading": "lazy"}},
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        pattern = CLASSES.get(tag)
        return value if pattern and pattern.fullmatch(value) else None
    if name in {"width", "height", "start", "colspan", "rowspan"}:
        return value if NUMBER.fullmatch(value) else None
    if tag == "img" and name == "src":
        return value if IMAGE_PLACE.match(value.strip()) else None
    return value


def _link(found: re.Match[str]) -> str:
    values = dict(ATTRIBUTE.findall(found[1]))
    if not is_own(unescape(values.get("href", ""))):
        return found[0]
    return found[0].replace(f' rel="{REL}"', "")


def is_own(address: str) -> bool:
    """Whether an address leads to this installation; such links need no `rel`."""
    home = settings.PUBLIC_ADDRESS
    if address == home or address.startswith((f"{home}/", f"{home}?", f"{home}#")):
        return True
    inside = address.startswith(("/", "#", "?"))
    return inside and not address.startswith(("//", "/\\")) and "\n" not in address


def _image(found: re.Match[str]) -> str:
    """An image that lost its place is replaced by its description."""
    values = dict(ATTRIBUTE.findall(found[1]))
    return found[0] if values.get("src") else values.get("alt", "")


def _nested_headings(html: str) -> str:
    """Headings begin at h2, since the page has the h1, and never skip a level."""
    above: list[int] = []
    open_now: list[int] = []

    def shift(found: re.Match[str]) -> str:
        if found[1]:
            return f"</h{open_now.pop() if open_now else 2}>"
        written = int(found[2])
        while above and above[-1] >= written:
            above.pop()
        above.append(written)
        open_now.append(min(len(above) + 1, 6))
        return f"<h{open_now[-1]}>"

    return HEADING.sub(shift, html)
