"""Pages, feeds and pictures of articles."""

from __future__ import annotations

import io
import json
import re
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageFont

from qunluo.kernel.ui.fonts import chinese_font
from qunluo.talk.articles import actions, queries
from qunluo.talk.articles.engine.reading import minutes_to_read, opening_words
from qunluo.talk.articles.models import Article
from qunluo.talk.articles.web.cards import wrapped
from qunluo.talk.forum import actions as forum


def test_an_article_is_written_reviewed_published_and_answered_from_pages(village, as_member):
    mei = as_member("mei")
    assert mei.get("/c/tea/articles/new/").status_code == 200
    words = {
        "title": "水为茶之母",
        "body": "先看水。",
        "space": str(village.forum.pk),
        "tags": "水",
    }
    assert mei.post("/c/tea/articles/new/", {**words, "title": ""}).status_code == 422
    answer = mei.post("/c/tea/articles/new/", words)
    article = Article.objects.get()
    draft = f"/c/tea/articles/{article.pk}/draft/"
    assert answer["Location"] == draft
    assert mei.get(draft).status_code == 200
    assert as_member("jun").get(draft).status_code == 404
    mei = as_member("mei")
    edit = f"/c/tea/articles/{article.pk}/edit/"
    assert mei.get(edit).status_code == 200
    late = mei.post(edit, {**words, "seen": "7", "body": "别的"})
    assert late.status_code == 409
    assert "<ins>" in late.content.decode()
    keep = f"/c/tea/articles/{article.pk}/words/"
    assert mei.post(keep, {"seen": "1", "body": "先看水，再看火。"}).status_code == 204
    mei.post(f"/c/tea/articles/{article.pk}/review/", {"value": "ask"})
    wei = as_member("wei")
    assert "水为茶之母" in wei.get("/c/tea/articles/desk/?view=in_review").content.decode()
    review = f"/c/tea/articles/{article.pk}/review/"
    assert wei.post(review, {"value": "back", "note": ""}).status_code == 422
    approval = f"/c/tea/articles/{article.pk}/approval/"
    assert wei.post(approval, {"value": "later", "at": ""}).status_code == 422
    out = wei.post(approval, {"value": "now"})
    article.refresh_from_db()
    assert out["Location"] == queries.article_address("tea", article.pk, article.slug)
    page = as_member("").get(out["Location"]).content.decode()
    assert "先看水，再看火。" in page
    assert 'property="og:image"' in page
    assert "csrfmiddlewaretoken" not in page
    respond = f"/c/tea/articles/topics/{article.topic_id}/responses/"
    assert as_member("jun").post(respond, {"body": "说得好", "token": "t"}).status_code == 302
    assert "说得好" in as_member("").get(out["Location"]).content.decode()
    forum = as_member("").get(f"/c/tea/forum/topics/{article.topic_id}/?page=1")
    assert forum.status_code == 302
    assert forum["Location"].startswith(out["Location"])


def test_lists_and_pages_ask_a_fixed_number_of_queries(
    village, publish, as_member, django_assert_max_num_queries
):
    article = publish("One")
    jun = as_member("jun")
    for address in ("/c/tea/articles/", queries.article_address("tea", article.pk, article.slug)):
        jun.get(address)
        with django_assert_max_num_queries(32) as few:
            jun.get(address)
        counted = len(few)
        for number in range(4):
            publish(f"More {number}")
            actions.respond(village.viewer("jun"), article.topic_id, f"Said {number}")
        jun.get(address)
        with django_assert_max_num_queries(32) as many:
            jun.get(address)
        assert len(many) == counted, address


@pytest.mark.parametrize("style", ["rss", "atom"])
def test_a_sign_that_xml_cannot_say_breaks_no_feed(village, publish, as_member, style):
    publish("Water\x08 first", "Boil\x0b it\x1f.", summary="Sh\x01ort.")
    text = as_member("").get(f"/c/tea/articles/feeds/{style}/").content.decode()
    ElementTree.fromstring(text)
    assert "Water first" in text


@pytest.mark.parametrize("style", ["rss", "atom", "json"])
def test_feeds_carry_the_whole_text_with_whole_addresses(village, publish, as_member, style):
    publish("Water & fire", "Boil **it**, see [here](/c/tea/).", summary="Short.")
    answer = as_member("").get(f"/c/tea/articles/feeds/{style}/")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "http://testserver/c/tea/" in text or "http" in text
    if style == "json":
        item = json.loads(text)["items"][0]
        assert item["title"] == "Water & fire"
        assert "<strong>it</strong>" in item["content_html"]
        assert 'href="/' not in item["content_html"]
        return
    assert "Water &amp; fire" in text
    ElementTree.fromstring(text)


def test_private_feeds_open_with_the_key_of_a_member_and_no_longer_when_revoked(
    village, publish, as_member, private_tea
):
    publish("Only for members")
    mei = village.viewer("mei")
    secret = actions.make_feed_key(mei)
    stranger = as_member("")
    address = "/feeds/tea/rss/"
    assert "Only for members" in stranger.get(f"{address}?key={secret}").content.decode()
    assert stranger.get("/c/tea/articles/feeds/rss/").status_code == 404
    for wrong in ("", "?key=", "?key=guess"):
        assert stranger.get(address + wrong).status_code == 404
    newer = actions.make_feed_key(mei)
    assert stranger.get(f"{address}?key={secret}").status_code == 404
    actions.revoke_feed_key(mei)
    assert stranger.get(f"{address}?key={newer}").status_code == 404


@pytest.fixture
def private_tea(village):
    from qunluo.kernel.action import writing

    with writing("communities"):
        type(village.community).objects.filter(pk=village.community.pk).update(access="private")


def test_the_sitemap_lists_public_articles_only(village, publish, as_member):
    article = publish("Water")
    text = as_member("").get("/c/tea/articles/sitemap.xml").content.decode()
    ElementTree.fromstring(text)
    assert queries.article_address("tea", article.pk, article.slug) in text
    quiet = actions.begin_article(
        village.viewer("mei"), village.quiet.pk, actions.Wording("Quiet", "Hush.")
    )
    actions.approve_article(village.viewer("wei"), quiet)
    assert f"/{quiet}-" not in as_member("").get("/c/tea/articles/sitemap.xml").content.decode()


def test_each_list_names_its_own_feed_and_the_page_of_feeds_names_them_all(
    village, publish, as_member
):
    series_id = actions.make_series(village.viewer("mei"), "Water")
    publish("First", series_id=series_id)
    visitor, mei = as_member(""), as_member("mei")
    of_space = visitor.get("/c/tea/articles/spaces/square/").content.decode()
    assert 'href="/c/tea/articles/feeds/rss/?space=square"' in of_space
    of_series = visitor.get("/c/tea/articles/series/water/").content.decode()
    assert 'href="/c/tea/articles/feeds/json/?series=water"' in of_series
    everything = mei.get("/c/tea/articles/feeds/").content.decode()
    assert "/c/tea/articles/feeds/atom/?series=water" in everything
    assert "space=quiet" not in everything
    with_key = mei.post("/c/tea/articles/feeds/", {"value": "make"}).content.decode()
    assert "/feeds/tea/rss/?space=quiet&amp;key=" in with_key
    for found in re.findall(r"/feeds/tea/rss/\?[^\"<]*key=[\w-]+", with_key):
        assert visitor.get(found.replace("&amp;", "&")).status_code == 200


def test_the_map_of_maps_names_public_communities_that_have_something(village, publish, as_member):
    visitor = as_member("")
    assert "articles/sitemap.xml" not in visitor.get("/sitemap.xml").content.decode()
    publish("Water")
    forum.open_topic(village.viewer("mei"), village.forum.pk, "Kettles", body="Which?")
    forum.open_topic(village.viewer("mei"), village.quiet.pk, "Hush", body="Hush.")
    told = visitor.get("/sitemap.xml").content.decode()
    ElementTree.fromstring(told)
    assert "/c/tea/articles/sitemap.xml</loc>" in told
    assert "/c/tea/forum/sitemap.xml?file=1</loc>" in told
    assert "/c/coffee/" not in told
    topics = visitor.get("/c/tea/forum/sitemap.xml?file=1").content.decode()
    assert topics.count("<url>") == 1
    assert "kettles" in topics.lower()
    assert visitor.get("/c/tea/forum/sitemap.xml?file=2").content.decode().count("<url>") == 0
    assert "/sitemap.xml" in visitor.get("/robots.txt").content.decode()


def test_the_map_of_maps_leaves_out_what_is_not_public(village, publish, as_member, private_tea):
    publish("Only for members")
    visitor = as_member("")
    assert "/c/tea/" not in visitor.get("/sitemap.xml").content.decode()
    assert visitor.get("/c/tea/forum/sitemap.xml").status_code == 404


def test_the_picture_of_a_shared_link_is_a_picture_of_the_right_size(village, publish, as_member):
    article = publish("水为茶之母：一杯好茶从选水开始")
    answer = as_member("").get(f"/c/tea/articles/{article.pk}/card.png")
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.size == (1200, 630)
    assert len(picture.getcolors(100_000) or []) > 3
    assert as_member("").get("/c/tea/articles/999999/card.png").status_code == 404


def test_titles_break_where_the_language_breaks():
    font = ImageFont.truetype(str(chinese_font()), 68)
    lines = wrapped(
        "A very long title in English that must be broken between its words", font, 1040
    )
    assert all(font.getlength(line) <= 1040 for line in lines)
    assert " ".join(lines) == "A very long title in English that must be broken between its words"
    assert "".join(wrapped("水为茶之母" * 6, font, 1040)) == "水为茶之母" * 6
    assert wrapped("茶" * 200, font, 1040)[-1].endswith("…")


def test_reading_time_counts_chinese_and_latin_at_their_own_pace():
    assert minutes_to_read("") == 1
    assert minutes_to_read("茶" * 1200) == 3
    assert minutes_to_read("word " * 440) == 2
    assert minutes_to_read("```\n" + "code " * 4000 + "\n```") == 1
    assert (
        opening_words("# 标题\n\n**先看水**，再看[火](https://x.example)。")
        == "标题 先看水 ，再看 火 。"
    )
    assert len(opening_words("茶" * 500)) == 120


def test_the_desk_and_series_pages_answer(village, publish, as_member):
    series = actions.make_series(village.viewer("mei"), "水与火")
    publish("水一", series_id=series)
    mei = as_member("mei")
    for view in ("under_way", "in_review", "published", "archived", "nonsense"):
        assert mei.get(f"/c/tea/articles/desk/?view={view}").status_code == 200
    assert mei.get("/c/tea/articles/series/").status_code == 200
    assert mei.post("/c/tea/articles/series/", {"title": "水与火"}).status_code == 422
    assert mei.post("/c/tea/articles/series/", {"title": "另一个"}).status_code == 302
    assert "水一" in as_member("").get("/c/tea/articles/series/水与火/").content.decode()
    assert as_member("").get("/c/tea/articles/series/none/").status_code == 404
    mei = as_member("mei")
    assert mei.get("/c/tea/articles/feeds/").status_code == 200
    assert "?key=" in mei.post("/c/tea/articles/feeds/", {"value": "make"}).content.decode()
