from __future__ import annotations

import pytest
from django import forms
from django.template import engines

KIT = '{% import "ui/kit.html" as ui with context %}'


def shown(source, **given):
    return engines["jinja2"].from_string(KIT + source).render(given)


@pytest.fixture
def keeper(as_member, village, setting_up):
    village.members["lan"].is_staff = True
    village.members["lan"].save()
    return as_member("lan")


def test_the_design_page_shows_every_component_to_staff(keeper, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        answer = keeper.get("/design/?sort=name")
    assert answer.status_code == 200
    assert 'aria-sort="ascending"' in answer.content.decode()


def test_the_design_page_is_not_there_for_others(as_member):
    assert as_member("mei").get("/design/").status_code == 404
    assert as_member("").get("/design/").status_code == 302


@pytest.mark.parametrize(
    ("sent", "cookie"),
    [
        ({"theme": "dark"}, ("qunluo_theme", "dark")),
        ({"language": "en"}, ("qunluo_language", "en")),
    ],
)
def test_theme_and_language_are_kept_in_a_cookie(client, db, sent, cookie):
    answer = client.post("/display/", {**sent, "next": "/"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert answer.cookies[cookie[0]].value == cookie[1]


def test_the_kept_theme_is_in_the_page_before_any_script(client, db):
    client.post("/display/", {"theme": "dark"})
    assert 'data-theme="qunluo-dark"' in client.get("/").content.decode()
    client.post("/display/", {"theme": "system"})
    assert "data-theme" not in client.get("/").content.decode()


def test_the_language_switch_beats_the_profile(as_member, village, setting_up):
    mei = village.members["mei"]
    mei.language = "en"
    mei.save()
    browser = as_member("mei")
    assert 'lang="en"' in browser.get("/").content.decode()
    browser.post("/display/", {"language": "zh-hans"})
    assert 'lang="zh-hans"' in browser.get("/").content.decode()
    mei.refresh_from_db()
    assert mei.language == "zh-hans"


def test_display_leads_nowhere_else(client, db):
    answer = client.post("/display/", {"theme": "neon", "next": "https://example.com/"})
    assert answer["Location"] == "/"
    assert not answer.cookies


def test_a_wrong_field_says_so_to_everybody():
    class Card(forms.Form):
        name = forms.CharField(help_text="As members see it.")

    form = Card({"name": ""})
    html = shown("{{ ui.errors(form) }}{{ ui.field(form.name) }}", form=form)
    assert 'aria-describedby="id_name_hint id_name_wrong"' in html
    assert 'aria-invalid="true"' in html
    assert 'href="#id_name"' in html


def test_choices_have_a_legend_and_a_label_each():
    class Card(forms.Form):
        access = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)

    html = shown("{{ ui.field(form.access) }}", form=Card({"access": "b"}))
    assert html.count("<label") == 2
    assert "<legend>" in html
    assert html.count(" checked") == 1


def test_what_people_write_stays_text():
    html = shown("{{ ui.chip(bad) }}{{ ui.empty(bad) }}{{ ui.button(bad) }}", bad="<b>x</b>")
    assert "<b>" not in html
