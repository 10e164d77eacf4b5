from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qunluo.kernel import text
from qunluo.kernel.text.mentions import marked_ids

IDS = {"wei": 3, "jun_x": 4, "张三": 7}


@dataclass
class Somebody:
    name: str
    handle: str


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("@wei", "@[3]"),
        ("谢谢@wei你好", "谢谢@[3]你好"),
        ("问问@张三的看法", "问问@[7]的看法"),
        ("@WEI, @Jun_X.", "@[3], @[4]."),
        ("**@wei**", "**@[3]**"),
        ("| @wei |\n|--|\n| @wei |", "| @[3] |\n|--|\n| @[3] |"),
        ("@weight", "@weight"),
        ("@nobody", "@nobody"),
        ("`@wei`", "`@wei`"),
        ("``a ` @wei``", "``a ` @wei``"),
        ("```\n@wei\n```", "```\n@wei\n```"),
        ("    @wei", "    @wei"),
        ("[@wei](https://e.org)", "[@wei](https://e.org)"),
        ("[a](https://e.org/@wei)", "[a](https://e.org/@wei)"),
        ("[a](https://e.org '@wei')", "[a](https://e.org '@wei')"),
        ("![@wei](/files/k/)", "![@wei](/files/k/)"),
        ("https://e.org/@wei", "https://e.org/@wei"),
        ("https://e.org/?to=@wei", "https://e.org/?to=@wei"),
        ("<https://e.org/a@wei>", "<https://e.org/a@wei>"),
        ("<a href=x>@wei</a> @wei", "<a href=x>@wei</a> @[3]"),
        ("mail wei@wei.org", "mail wei@wei.org"),
        (r"\@wei", r"\@wei"),
        ("@[3] is typed", r"@\[3] is typed"),
        ("`@[3]`", "`@[3]`"),
        ("\ue0003\ue001 @wei", "3 @[3]"),
    ],
)
def test_mentions_are_kept_as_ids_but_not_in_code_and_links(source, kept):
    assert text.keep(source, IDS) == kept


def test_handles_are_read_in_every_way_they_may_end():
    assert text.handles_in("@Wei你好 `@no` @jun_x") == {"wei你好", "wei你", "wei", "jun_x"}
    assert text.handles_in("nobody here") == set()


def test_ids_are_found_where_the_mark_will_stand():
    kept = text.keep("@wei @张三 `@jun_x`", IDS)
    assert text.ids_in(kept) == {3, 7}
    assert marked_ids(text.render(kept)) == {3, 7}
    assert text.ids_in("plain") == set()


def test_an_edit_gives_back_what_was_typed_under_todays_handle():
    kept = text.keep("hello @wei, `@wei`", IDS)
    assert text.for_editing(kept, {3: "wei"}) == "hello @wei, `@wei`"
    assert text.for_editing(kept, {3: "newwei"}) == "hello @newwei, `@wei`"
    assert text.for_editing(kept, {}) == kept
    assert text.for_editing(text.keep("@wei你好", IDS), {3: "wei"}) == "@wei 你好"


def test_names_are_those_of_today_and_cannot_carry_html():
    html = text.render("@[3] @[9]")
    people = {3: Somebody("<b>Wei</b>", 'w"ei')}
    assert text.show(html, people) == (
        '<p><span class="mention" title="@w&#34;ei">@&lt;b&gt;Wei&lt;/b&gt;</span> '
        f'<span class="mention">@{former()}</span></p>\n'
    )


def former() -> str:
    from django.utils.translation import gettext

    return gettext("former member")


@given(st.lists(st.sampled_from(["@wei", "@[3]", "`", "\n", " ", "[", "](x)", "@张三", "好", "a"])))
def test_keeping_mentions_exactly_those_whom_the_reader_sees(pieces):
    source = "".join(pieces)
    kept = text.keep(source, IDS)
    assert text.ids_in(kept) == marked_ids(text.render(kept))
    assert text.ids_in(kept) <= {3, 7}
    again = text.keep(text.for_editing(kept, {3: "wei", 7: "张三"}), IDS)
    assert text.ids_in(again) == text.ids_in(kept)


def test_a_member_sees_a_preview_and_a_stranger_is_sent_to_sign_in(as_member):
    answer = as_member("mei").post("/text/preview/", {"source": "**a** <script>x</script>"})
    assert (answer.status_code, answer.content) == (200, b"<p><strong>a</strong> </p>\n")
    assert as_member("mei").get("/text/preview/").status_code == 405
    assert as_member("").post("/text/preview/", {"source": "a"}).status_code == 401


def test_a_text_without_end_is_refused(as_member):
    answer = as_member("mei").post("/text/preview/", {"source": "a" * 100_001})
    assert answer.status_code == 422
