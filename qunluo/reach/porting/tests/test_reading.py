"""A broken row costs itself and no other; a file that ends in the middle, or could expand, is refused."""

import time
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qunluo.reach.porting.engine import reading
from qunluo.reach.porting.engine.reading import rows_in
from qunluo.reach.porting.engine.refusals import DumpRefused

GOOD = [b'  <row Id="%d" DisplayName="Ann &amp; Bob" />' % number for number in range(1, 8)]


def file_of(
    folder, lines, head=b'<?xml version="1.0" encoding="utf-8"?>\n<users>', end=b"</users>"
):
    path = folder / "Users.xml"
    path.write_bytes(b"\xef\xbb\xbf" + b"\n".join([head, *lines, end]) + b"\n")
    return path


def read(path):
    broken = []
    found = [dict(row) for block in rows_in(path, broken.append) for row in block]
    return [row.get("Id") for row in found], [(row.line, row.id, row.code) for row in broken]


@pytest.fixture
def spoiled(tmp_path):
    """The fourth of seven rows is replaced."""

    def ask(line, place=3):
        return read(file_of(tmp_path, [*GOOD[:place], line, *GOOD[place + 1 :]]))

    return ask


OTHERS = ["1", "2", "3", "5", "6", "7"]


@pytest.mark.parametrize(
    "line",
    [
        b'  <row Id="4" DisplayName="Caf&eacute;" />',
        b'  <row Id="4" DisplayName="Ann & Bob" />',
        b'  <row Id="4" DisplayName="a < b" />',
        b'  <row Id="4" DisplayName="bell \x07" />',
        b'  <row Id="4" DisplayName="\xff\xfe" />',
        b'  <row Id="4" DisplayName="&#0;" />',
        b'  <row Id="4" DisplayName="&#xD800;" />',
        b'  <row Id="4" DisplayName="one" DisplayName="two" />',
        b'  <row Id="4" DisplayName=Ann />',
        b'  <row Id="4" DisplayName="x"Age="3" />',
        b'  <row Id="4" DisplayName />',
    ],
)
def test_a_broken_row_is_named_and_the_others_are_read(spoiled, line):
    assert spoiled(line) == (OTHERS, [(6, "4", "not_well_formed")])


@pytest.mark.parametrize("line", [b'  <row Id="4" DisplayName="Ann />', b'  <row Id="4" Display'])
def test_an_unclosed_row_does_not_swallow_the_next(spoiled, line):
    ids, broken = spoiled(line)
    assert ids == OTHERS
    assert [(row, why) for _line, row, why in broken] == [("4", "not_well_formed")]


def test_the_first_and_the_last_row_may_be_broken(spoiled):
    line = b'  <row Id="9" DisplayName="Ann />'
    assert spoiled(line, 0)[0] == ["2", "3", "4", "5", "6", "7"]
    assert spoiled(line, 6)[0] == ["1", "2", "3", "4", "5", "6"]


def test_what_stands_between_rows_is_told_by_its_line(spoiled):
    ids, broken = spoiled(b"what & <who")
    assert ids == OTHERS
    assert broken[0] == (6, "", "not_well_formed")


def test_rows_left_open_are_read(spoiled, tmp_path):
    assert spoiled(b'<row Id="4" DisplayName="Ann">') == (["1", "2", "3", "4", "5", "6", "7"], [])
    path = file_of(tmp_path, [b'<row Id="%d">' % number for number in range(5_000)])
    assert read(path) == ([str(number) for number in range(5_000)], [])


def test_every_row_may_be_broken(tmp_path):
    begun = time.monotonic()
    ids, broken = read(file_of(tmp_path, [b'<row Id="%d" a=& />' % n for n in range(20_000)]))
    assert (ids, len(broken), broken[-1][1]) == ([], 20_000, "19999")
    assert time.monotonic() - begun < 30


def test_a_row_without_end_is_passed_over_and_never_held(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_ROW", 1 << 19)
    endless = b'<row Id="4" DisplayName="' + b"x" * (3 << 20) + b'" />'
    ids, broken = read(file_of(tmp_path, [*GOOD[:3], endless, *GOOD[4:]]))
    assert (ids, broken) == (OTHERS, [(6, "4", "row_too_large")])


def test_two_files_in_one_are_read_on(tmp_path):
    lines = [*GOOD[:3], b"</users>", b'<?xml version="1.0"?><users>', *GOOD[3:]]
    ids, broken = read(file_of(tmp_path, lines))
    assert (ids, len(broken)) == (["1", "2", "3", "4", "5", "6", "7"], 1)


@pytest.mark.parametrize("cut", [60, 90, 130, 300, -12, -3])
def test_a_file_that_ends_in_the_middle_is_refused(tmp_path, cut):
    path = file_of(tmp_path, GOOD)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(DumpRefused, match="truncated"):
        read(path)


def test_so_is_one_that_ends_in_the_middle_behind_a_broken_row(tmp_path):
    path = file_of(tmp_path, [*GOOD[:3], b'<row Id="4" a=& />', *GOOD[4:]])
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DumpRefused, match="truncated"):
        read(path)


@pytest.mark.parametrize(
    "content", [b"", b"photos", b"<html><body>&nbsp;404</body></html>", b"\x00\x01", b"PK\x03\x04"]
)
def test_what_is_no_xml_is_refused(tmp_path, content):
    path = tmp_path / "Users.xml"
    path.write_bytes(content)
    with pytest.raises(DumpRefused) as no:
        read(path)
    assert no.value.code in {"not_xml", "truncated", "other_file"}


def test_a_page_in_place_of_a_file_is_refused(tmp_path):
    with pytest.raises(DumpRefused, match="other_file"):
        read(file_of(tmp_path, [b"<p>Not found</p>"], head=b"<html>", end=b"</html>"))


LAUGHS = "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "ha">' for n in range(12)
)


@pytest.mark.parametrize(
    "head",
    [
        f'<?xml version="1.0"?><!DOCTYPE users [{LAUGHS}]><users><row Id="1" A="&a11;" />',
        '<?xml version="1.0"?><!DOCTYPE users SYSTEM "file:///etc/passwd"><users>',
        '<!DOCTYPE users [<!ENTITY x SYSTEM "file:///etc/passwd">]><users><row Id="1" A="&x;" />',
        f'<!DOCTYPE users [<!ENTITY q "{"x" * 60_000}">]><users><row A="{"&q;" * 50_000}" />',
    ],
)
def test_what_declares_entities_is_refused_at_once(tmp_path, head):
    begun = time.monotonic()
    with pytest.raises(DumpRefused, match="entities"):
        read(file_of(tmp_path, GOOD, head=head.encode()))
    assert time.monotonic() - begun < 5


def test_entities_behind_a_broken_row_stay_words_that_nobody_knows(tmp_path):
    bomb = f"<!DOCTYPE users [{LAUGHS}]>".encode()
    ids, broken = read(
        file_of(tmp_path, [GOOD[0], b"<row &&", bomb, b'<row Id="4" A="&a11;" />', GOOD[5]])
    )
    assert ids == ["1", "6"]
    assert {code for _line, _row, code in broken} == {"not_well_formed"}


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.binary(max_size=30)), min_size=1, max_size=3),
    st.text(max_size=40),
)
def test_whatever_a_line_holds_the_other_rows_are_read(tmp_path, places, words):
    plain = "".join(letter for letter in words if letter.isprintable())
    lines = [
        b"<row Id=%s A=%s />" % (quoteattr(str(n)).encode(), quoteattr(plain).encode("utf-8"))
        for n in range(7)
    ]
    # What is thrown in must neither close the file nor begin a comment or a row of its own.
    for place, rubbish in places:
        lines[place] = b'<row Id="x" A="' + rubbish.translate(None, b"!?[]/<") + b" />"
    ids, _broken = read(file_of(tmp_path, lines))
    kept = [str(n) for n in range(7) if n not in dict(places)]
    assert [row for row in ids if row != "x"] == kept
