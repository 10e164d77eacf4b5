from __future__ import annotations

from django.urls import path

from qunluo.people.moderation.views import words

C = "c/<slug:community>/"
W = f"{C}work/"
LIST = "words/<int:list_id>/"

urlpatterns = [
    path(f"{W}words/", words.lists, name="words"),
    path(f"{W}{LIST}", words.word_list, name="word_list"),
    path(f"{W}{LIST}import/", words.importing, name="word_import"),
    path(f"{W}{LIST}export/", words.export, name="word_export"),
    path(f"{W}{LIST}retirement/", words.retirement, name="list_retirement"),
    path(f"{W}{LIST}<int:word_id>/removal/", words.removal, name="word_removal"),
    path("installation/words/", words.lists, name="installation_words"),
    path(f"installation/{LIST}", words.word_list, name="installation_word_list"),
    path(f"installation/{LIST}import/", words.importing, name="installation_word_import"),
    path(f"installation/{LIST}export/", words.export, name="installation_word_export"),
    path(f"installation/{LIST}retirement/", words.retirement, name="installation_list_retirement"),
    path(
        f"installation/{LIST}<int:word_id>/removal/",
        words.removal,
        name="installation_word_removal",
    ),
]
