"""Lists of watched words: kept by those who may, on record, and in force at once."""

from __future__ import annotations

import pytest

from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.members.queries import viewer_of
from qunluo.people.moderation import actions, queries
from qunluo.people.moderation.engine import finds_of
from qunluo.people.moderation.models import Word, WordChange, WordList

C = "/c/tea/work/words/"


def found(village, text):
    return [one.word for one in finds_of(queries.lexicons_for(village.community.pk), text)]


@pytest.fixture
def kept(village, lan):
    return actions.make_list(lan, "Adverts")


def test_a_word_counts_for_the_next_text(village, lan, kept):
    assert found(village, "刷单") == []
    actions.set_word(lan, kept, "刷单", level="hold")
    assert found(village, "刷·单") == ["刷单"]
    word = Word.objects.get()
    actions.remove_word(lan, kept, word.pk)
    assert found(village, "刷单") == []


def test_a_list_holds_in_its_community_and_the_installation_s_everywhere(village, lan, kept):
    actions.set_word(lan, kept, "刷单", level="hold")
    staff = viewer_of(village.members["an"])
    staff = type(staff)(**{**staff.__dict__, "is_staff": True})
    whole = actions.make_list(staff, "Everywhere")
    actions.set_word(staff, whole, "赌博", level="block")
    assert found(village, "刷单赌博") == ["刷单", "赌博"]
    village.community = village.other
    assert found(village, "刷单赌博") == ["赌博"]
    with pytest.raises(Missing):
        actions.set_word(lan, whole, "x", level="log")


def test_every_change_is_on_record(village, lan, kept):
    actions.set_word(lan, kept, "刷单", level="hold")
    actions.set_word(lan, kept, "刷单", level="block")
    actions.remove_word(lan, kept, Word.objects.get().pk)
    actions.retire_list(lan, kept)
    told = list(WordChange.objects.order_by("pk").values_list("act", "before", "after"))
    assert told == [
        ("made", "", ""),
        ("added", "", "hold"),
        ("changed", "hold", "block"),
        ("removed", "block", ""),
        ("retired", "", ""),
    ]
    lines = StreamLine.objects.filter(name__startswith="moderation.").values_list(
        "facts", flat=True
    )
    assert "刷单" not in str(list(lines))


def test_a_word_twice_is_refused_and_changes_nothing(lan, kept):
    actions.set_word(lan, kept, "刷单", level="hold")
    with pytest.raises(Refusal) as no:
        actions.set_word(lan, kept, "刷 单", level="hold")
    assert no.value.code == "moderation.word_is_there"
    assert (Word.objects.count(), WordChange.objects.count()) == (1, 2)


@pytest.mark.parametrize(("word", "level", "code"), [("…", "hold", "no_word"), ("刷单", "x", "choice"), ("", "hold", "empty"), ("长" * 81, "hold", "too_long")])  # fmt: skip
def test_what_is_no_word_is_refused(lan, kept, word, level, code):
    with pytest.raises(Invalid) as no:
        actions.set_word(lan, kept, word, level=level)
    assert no.value.code == f"moderation.{code}"
    assert not Word.objects.exists()


def test_an_import_adds_changes_and_names_what_it_cannot_use(lan, kept):
    actions.set_word(lan, kept, "刷单", level="hold")
    actions.set_word(lan, kept, "赌博", level="hold")
    told = "\ufeffword,level\n# adverts\n刷单,block\n赌博\n外挂,log\n代考\n,\n假币,never\n…\n"
    done = actions.import_words(lan, kept, told, level="hold")
    assert (done.added, done.changed, done.same) == (2, 1, 1)
    assert done.refused == ("假币,never", "…")
    kept_words = dict(Word.objects.values_list("word", "level"))
    assert kept_words == {"刷单": "block", "赌博": "hold", "外挂": "log", "代考": "hold"}
    assert WordChange.objects.filter(act="imported").get().count == 3


def test_an_empty_import_is_refused(lan, kept):
    with pytest.raises(Invalid):
        actions.import_words(lan, kept, "# nothing\n")
    assert not WordChange.objects.filter(act="imported").exists()


def test_what_is_exported_can_be_imported(lan, kept):
    actions.import_words(lan, kept, "刷单\tblock\n赌博\thold\n")
    _name, told = queries.exported(lan, kept)
    other = actions.make_list(lan, "Copy")
    assert actions.import_words(lan, other, told).added == 2
    assert queries.exported(lan, other)[1] == told


@pytest.mark.parametrize("name", ["wei", "mei", ""])
def test_only_keepers_keep_words(village, kept, name):
    viewer = village.viewer(name)
    with pytest.raises(Refusal):
        actions.set_word(viewer, kept, "刷单", level="hold")
    with pytest.raises(Refusal):
        queries.list_for(viewer, kept)
    assert not Word.objects.exists()


def test_the_installation_s_lists_are_for_its_staff(village):
    with pytest.raises(Forbidden):
        actions.make_list(viewer_of(village.members["lan"]), "All")
    assert not WordList.objects.exists()


def test_lists_are_kept_on_pages(as_member, village):
    browser = as_member("an")
    assert browser.post(C, {"name": "Adverts"}).status_code == 302
    made = WordList.objects.get()
    one = f"{C}{made.pk}/"
    assert browser.post(one, {"word": "刷单", "level": "block"}).status_code == 302
    assert (
        browser.post(f"{one}import/", {"lines": "赌博\n外挂,log", "level": "hold"}).status_code
        == 302
    )
    page = browser.get(one).content.decode()
    assert all(word in page for word in ("刷单", "赌博", "外挂"))
    assert "刷单" in browser.get(C, {"text": "招刷*单"}).content.decode()
    assert "外挂,log" in browser.get(f"{one}export/").content.decode()
    found_word = Word.objects.get(word="外挂")
    assert browser.post(f"{one}{found_word.pk}/removal/").status_code == 302
    assert browser.post(f"{one}import/", {"lines": "#", "level": "hold"}).status_code == 200
    assert browser.post(f"{one}retirement/").status_code == 302
    assert WordList.objects.get().retired_at is not None


def test_a_gb18030_file_is_read(as_member, village, tmp_path):
    browser = as_member("an")
    browser.post(C, {"name": "Adverts"})
    made = WordList.objects.get()
    file = tmp_path / "words.txt"
    file.write_bytes("刷单\n赌博\n".encode("gb18030"))
    with file.open("rb") as sent:
        browser.post(f"{C}{made.pk}/import/", {"file": sent, "level": "hold"})
    assert set(Word.objects.values_list("word", flat=True)) == {"刷单", "赌博"}


def test_a_member_finds_no_word_pages(as_member, village):
    assert as_member("mei").get(C).status_code == 403
    assert as_member("zhu").get(C).status_code in (403, 404)


def test_the_page_of_a_list_asks_a_fixed_number_of_queries(
    as_member, village, lan, kept, django_assert_num_queries, django_assert_max_num_queries
):
    browser = as_member("an")
    actions.import_words(lan, kept, "\n".join(f"词语{n}" for n in range(200)))
    with django_assert_max_num_queries(21):
        assert browser.get(f"{C}{kept}/").status_code == 200
