"""One chart of each kind for the living page, with made-up numbers."""

from __future__ import annotations

from qunluo.kernel.ui.charts import Chart, Note, Series

MONTHS = tuple(f"2026-{month:02}" for month in range(1, 11))
VISITED = Series("visited", "来访", (310, 342, 365, 401, 388, 420, 455, 470, 512, 301))
WROTE = Series("contributed", "参与", (120, 131, 140, 166, 150, 172, 181, 190, 205, 118))
EARLIER = Series("before", "去年同期", (250, 260, 281, 290, 300, 310, 305, 322, 340, 351), True)
FLOWS = (
    Series("new", "新增", (60, 52, 48, 71, 40, 55, 62, 58, 66, 31)),
    Series("returning", "留存", (210, 240, 255, 262, 270, 281, 300, 310, 330, 200)),
    Series("resurrecting", "回流", (20, 25, 22, 30, 28, 31, 29, 33, 35, 20)),
    Series("dormant", "流失", (-40, -38, -52, -35, -60, -41, -39, -44, -42, -20)),
)
SPACES = ("广场", "问茶", "晒席", "约山", "茶山内部")
BY_SPACE = Series("topics", "主题", (214, 180, 96, 41, 12))
STEPS = ("九月", "新增", "回流", "流失", "十月")
CHANGES = Series("total", "参与成员", (190, 66, 35, -42, 249))
WAITING = Series("now", "还没等到回应", (1, 0.62, 0.44, 0.31, 0.24, 0.2, 0.17, 0.15, 0.14))


def _stays(month: int) -> Series:
    seen = (0.62 - 0.09 * later - 0.02 * month for later in range(8))
    cells = (max(0.08, v) if later < 8 - month else None for later, v in enumerate(seen))
    return Series(f"joined-{month}", MONTHS[month], tuple(cells), size=80 - 6 * month)


def _day(number: int, name: str) -> Series:
    return Series(name, name, tuple(float((number * 7 + hour * 5) % 23) for hour in range(12)))


def sample_charts() -> dict[str, Chart]:
    """By kind; `none` is one without data."""
    months, hours = tuple(f"+{n}" for n in range(8)), tuple(str(h) for h in range(0, 24, 2))
    cohort, week = (
        tuple(map(_stays, range(7))),
        tuple(_day(n, d) for n, d in enumerate("一二三四五六日")),
    )
    note = Note(3, "茶山行")
    return {
        "line": Chart(
            "line", MONTHS, (VISITED, WROTE, EARLIER), "人", is_so_far=True, notes=(note,)
        ),
        "area": Chart("area", MONTHS, (VISITED,), "人"),
        "bar": Chart("bar", MONTHS, (VISITED, WROTE), "人", is_so_far=True),
        "stacked": Chart("stacked", MONTHS, FLOWS, "人"),
        "across": Chart("across", SPACES, (BY_SPACE,), "篇"),
        "waterfall": Chart("waterfall", STEPS, (CHANGES,), "人"),
        "survival": Chart(
            "survival", tuple(f"{h}h" for h in range(0, 49, 6)), (WAITING,), is_share=True
        ),
        "cohort": Chart(
            "cohort", months, cohort, is_share=True, size_label="人数", corner="加入月份"
        ),
        "heat": Chart("heat", hours, week, corner="星期"),
        "none": Chart("line", MONTHS, (Series("visited", "来访", (None,) * 10),)),
    }
