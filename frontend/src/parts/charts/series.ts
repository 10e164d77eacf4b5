// The series of each kind of chart, as ECharts wants them.
import type { BarSeriesOption, LineSeriesOption } from "echarts/charts";
import type { Look, Series, Spec } from "./spec";

export type Drawn = BarSeriesOption | LineSeriesOption;

const HATCH = { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: "rgba(255,255,255,.45)" };

function lineOf(spec: Spec, one: Series, look: Look): LineSeriesOption[] {
  const colour = look.colours[one.colour] ?? look.ink;
  const last = spec.labels.length - 1;
  const isOpen = spec.soFar && !one.comparison && last > 0;
  const base: LineSeriesOption = {
    type: "line",
    name: one.label,
    data: isOpen ? one.values.map((value, at) => (at === last ? null : value)) : one.values,
    step: spec.kind === "survival" ? "end" : false,
    symbol: "circle",
    symbolSize: 7,
    showSymbol: spec.labels.length <= 2,
    lineStyle: { width: one.comparison ? 1.5 : 2.25, color: colour, type: one.comparison ? "dashed" : "solid", opacity: one.comparison ? 0.7 : 1 },
    itemStyle: { color: colour },
    emphasis: { disabled: true },
  };
  if (spec.kind === "area" && !one.comparison) base.areaStyle = { color: colour, opacity: 0.12 };
  return isOpen ? [base, openEnd(base, one, colour, look, last)] : [base];
}

/** The last place is not over: a dashed piece to a hollow point. */
function openEnd(base: LineSeriesOption, one: Series, colour: string, look: Look, last: number): LineSeriesOption {
  return {
    ...base,
    data: one.values.map((value, at) =>
      at === last ? { value, symbol: "circle", symbolSize: 9, itemStyle: { color: look.raised, borderColor: colour, borderWidth: 2 } }
        : { value: at === last - 1 ? value : null, symbol: "none" }),
    showSymbol: true,
    lineStyle: { width: 2, color: colour, type: [4, 4] },
    areaStyle: { opacity: 0 },
  };
}

function barOf(spec: Spec, one: Series, look: Look): BarSeriesOption {
  const colour = look.colours[one.colour] ?? look.ink;
  const last = spec.labels.length - 1;
  const round = spec.kind === "across" ? [0, 3, 3, 0] : [3, 3, 0, 0];
  return {
    type: "bar",
    name: one.label,
    ...(spec.kind === "stacked" ? { stack: "all" } : {}),
    data: one.values.map((value, at) => (spec.soFar && at === last ? { value, itemStyle: { decal: HATCH, opacity: 0.65 } } : value)),
    barMaxWidth: spec.kind === "across" ? 18 : 32,
    barCategoryGap: "32%",
    itemStyle: {
      color: colour,
      opacity: one.comparison ? 0.45 : 1,
      borderRadius: spec.kind === "stacked" ? 0 : round,
      ...(spec.kind === "stacked" ? { borderColor: look.raised, borderWidth: 1 } : {}),
    },
    emphasis: { disabled: true },
  };
}

/** Changes between two totals: each bar stands on where the one before ended. */
function waterfall(spec: Spec, look: Look): BarSeriesOption[] {
  const values = spec.series[0]?.values ?? [];
  const last = values.length - 1;
  let height = 0;
  const feet: number[] = [];
  const bars: NonNullable<BarSeriesOption["data"]> = [];
  values.forEach((value, at) => {
    const change = value ?? 0;
    const isTotal = at === 0 || at === last;
    const from = isTotal ? 0 : height;
    const to = isTotal ? change : height + change;
    feet.push(Math.min(from, to));
    const colour = isTotal ? look.quiet : look.colours[change >= 0 ? 0 : 3] ?? look.ink;
    bars.push({ value: Math.abs(to - from), itemStyle: { color: colour } });
    height = to;
  });
  const shared = { type: "bar" as const, stack: "all", barMaxWidth: 40, emphasis: { disabled: true } };
  return [
    { ...shared, name: "", silent: true, itemStyle: { color: "transparent" }, data: feet },
    { ...shared, name: spec.series[0]?.label ?? "", itemStyle: { borderRadius: 3 }, data: bars },
  ];
}

export function seriesOf(spec: Spec, look: Look): Drawn[] {
  if (spec.kind === "waterfall") return waterfall(spec, look);
  const isLine = ["line", "area", "survival"].includes(spec.kind);
  const drawn: Drawn[] = spec.series.flatMap<Drawn>((one) => (isLine ? lineOf(spec, one, look) : [barOf(spec, one, look)]));
  const first = drawn[0];
  if (first && spec.notes.length) first.markLine = notesOf(spec, look);
  return spec.band.length && isLine ? [...bandOf(spec, look), ...drawn] : drawn;
}

/** What is usual, pale behind the line: the room between two unseen lines. */
function bandOf(spec: Spec, look: Look): LineSeriesOption[] {
  const unseen: LineSeriesOption = { type: "line", stack: "band", stackStrategy: "all", silent: true, symbol: "none", lineStyle: { opacity: 0 }, emphasis: { disabled: true } };
  return [
    { ...unseen, name: "", data: spec.band.map((pair) => pair?.[0] ?? null) },
    { ...unseen, name: "", data: spec.band.map((pair) => (pair ? pair[1] - pair[0] : null)), areaStyle: { color: look.quiet, opacity: 0.14 } },
  ];
}

function notesOf(spec: Spec, look: Look): NonNullable<LineSeriesOption["markLine"]> {
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: look.quiet, type: [3, 3], width: 1 },
    label: { color: look.quiet, fontSize: 11, formatter: "{b}", position: "end" },
    data: spec.notes.map((note) => ({ name: note.text, xAxis: note.at })),
  };
}
