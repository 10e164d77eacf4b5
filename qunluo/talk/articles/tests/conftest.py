"""Articles of the village: Mei writes, Wei reviews."""

import pytest

from qunluo.talk.articles import actions
from qunluo.talk.articles.models import Article


@pytest.fixture
def write(village):
    """`write("Title", body=…)` begins an article by Mei in the square; returns its id."""

    def begin(title="Water first", body="Boil it, then wait.", *, by=None, **more):
        author = by or village.viewer("mei")
        wording = actions.Wording(title=title, body=body, **more)
        return actions.begin_article(author, village.forum.pk, wording)

    return begin


@pytest.fixture
def publish(village, write):
    """`publish("Title")` writes one and lets Wei publish it; returns the row."""

    def out(*args, **kwargs):
        article_id = write(*args, **kwargs)
        actions.ask_for_review(village.viewer("mei"), article_id)
        actions.approve_article(village.viewer("wei"), article_id)
        return Article.objects.get(pk=article_id)

    return out
