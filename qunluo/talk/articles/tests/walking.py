"""What this domain plants for the walk, and the samples of its parameters."""

from __future__ import annotations

from typing import Any

from qunluo.kernel.action import writing
from qunluo.talk.articles import actions
from qunluo.talk.articles.models import Article, Series


def plant(place: Any) -> dict[str, object]:
    """A published article of a series, with a response, all saying the place's secret."""
    said = place.space.slug if place.slug == "tea" else place.secret
    series_id = actions.make_series(place.author, f"Series {said}")
    wording = actions.Wording(
        title=f"Article {place.secret}", body=f"Text {place.secret}", series_id=series_id
    )
    article_id = actions.begin_article(place.author, place.space.pk, wording)
    with writing("articles"):
        from qunluo.talk.articles.actions.publishing import _publish

        _publish(Article.objects.get(pk=article_id))
    article = Article.objects.get(pk=article_id)
    actions.respond(place.author, article.topic_id or 0, f"Response {place.secret}")
    return {
        "article_id": article_id,
        "articles:article.slug": "any-words",
        "articles:responses.topic_id": article.topic_id,
        "series": Series.objects.get(pk=series_id).slug,
        "style": "rss",
    }
