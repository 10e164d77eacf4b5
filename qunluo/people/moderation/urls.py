from __future__ import annotations

from django.urls import path

from qunluo.people.moderation.views import rules, words

C = "c/<slug:community>/"
W = f"{C}work/"
LIST = "words/<int:list_id>/"

urlpatterns = [
    path(f"{C}rules/", rules.rules, name="rules"),
    path(f"{C}rules/acknowledgement/", rules.acknowledgement, name="acknowledgement"),
    path(f"{W}rules/", rules.work_rules, name="work_rules"),
    path(f"{W}rules/publication/", rules.publication, name="publication"),
    path(f"{W}rules/new/", rules.work_rule, name="new_rule"),
    path(f"{W}rules/<slug:key>/", rules.work_rule, name="work_rule"),
    path(f"{W}rules/<slug:key>/removal/", rules.rule_removal, name="rule_removal"),
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
