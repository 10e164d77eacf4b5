from __future__ import annotations

from django.urls import path

from qunluo.people.moderation.views import atmosphere, cases, limits, rules, standing, words

C = "c/<slug:community>/"
W = f"{C}work/"
LIST = "words/<int:list_id>/"

urlpatterns = [
    path(f"{C}flags/new/", cases.flag, name="flag"),
    path(f"{C}standing/", standing.mine, name="standing"),
    path(f"{C}standing/<int:sanction_id>/appeal/", standing.appeal, name="appeal"),
    path(
        f"{C}standing/cases/<int:case_id>/appeal/", standing.removal_appeal, name="removal_appeal"
    ),
    path(f"{C}moderation-log/", standing.public_log, name="public_log"),
    path(f"{W}cases/", cases.queue, name="queue"),
    path(f"{W}cases/next/", cases.next_one, name="next_case"),
    path(f"{W}cases/<int:case_id>/", cases.case, name="case"),
    path(f"{W}cases/<int:case_id>/claim/", cases.claim, name="case_claim"),
    path(f"{W}cases/<int:case_id>/release/", cases.release, name="case_release"),
    path(f"{W}cases/<int:case_id>/decision/", cases.decision, name="decision"),
    path(f"{W}cases/<int:case_id>/undoing/", cases.undoing, name="undoing"),
    path(f"{W}appeals/", standing.appeals, name="work_appeals"),
    path(f"{W}appeals/<int:appeal_id>/decision/", standing.appeal_decision, name="appeal_decision"),
    path(
        f"{W}appeals/removals/<int:removal_appeal_id>/decision/",
        standing.removal_appeal_decision,
        name="removal_appeal_decision",
    ),
    path(f"{W}sanctions/<int:member_id>/new/", standing.sanction, name="new_sanction"),
    path(f"{W}sanctions/<int:sanction_id>/lifting/", standing.lifting, name="lifting"),
    path(f"{W}emergency/", standing.emergency, name="emergency"),
    path(f"{W}emergency/end/", standing.emergency_end, name="emergency_end"),
    path(f"{W}limits/", limits.limits, name="limits"),
    path(f"{W}atmosphere/", atmosphere.atmosphere, name="atmosphere"),
    path(f"{W}log/", standing.staff_log, name="staff_log"),
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
