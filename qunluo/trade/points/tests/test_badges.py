from datetime import UTC, datetime

from qunluo.kernel.stream.origin import telling
from qunluo.kernel.web.slots import fill
from qunluo.trade.points.actions import importing
from qunluo.trade.points.queries import badges_of

AT = datetime(2026, 2, 1, tzinfo=UTC)


def test_a_members_badges_stand_on_their_page_gold_first(village):
    mei = village.members["mei"]
    wanted = [
        importing.ImportedAward("Student", "bronze", mei.pk, mei.actor_key, AT),
        importing.ImportedAward("Student", "bronze", mei.pk, mei.actor_key, AT),
        importing.ImportedAward("Legend", "gold", mei.pk, mei.actor_key, AT),
    ]
    with telling("import", batch="b"):
        importing.add_awards(village.viewer("lan"), village.community.pk, wanted)
    jun = village.viewer("jun")
    held = [(badge.name, badge.grade, badge.times) for badge in badges_of(jun, mei.pk)]
    assert held == [("Legend", "gold", 1), ("Student", "bronze", 2)]
    panels = {panel.key: panel.html for panel in fill("member.panels", jun, mei.pk)}
    assert "Student × 2" in panels["points.badges"]
    assert "points.badges" not in {
        panel.key for panel in fill("member.panels", jun, village.members["jun"].pk)
    }
