// Draws a chart with ECharts; its own chunk, fetched only where a page has a chart.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use, type ECharts, type EChartsCoreOption } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { seriesOf } from "./series";
import { axisWriter, look, writer, type Look, type Spec } from "./spec";

use([BarChart, LineChart, GridComponent, TooltipComponent, MarkLineComponent, AriaComponent, CanvasRenderer]);

type Point = { dataIndex: number };

/** What lies at a place, in words: label, every series' value, what is usual, what is noted. */
function heard(spec: Spec, at: number, usual: string): string {
  const write = writer(spec);
  const pair = spec.band[at];
  const told = spec.series.map((one) => `${spec.series.length > 1 ? `${one.label} ` : ""}${write(one.values[at])}`);
  const notes = spec.notes.filter((note) => note.at === at).map((note) => note.text);
  return [`${spec.labels[at] ?? ""}: ${told.join(", ")}`, ...(pair ? [`${usual} ${write(pair[0])} – ${write(pair[1])}`] : []), ...notes].join(". ");
}

/** Arrow keys walk along the places; each is shown, and said to whoever listens. */
function walk(place: HTMLElement, chart: ECharts, spec: Spec): void {
  const words = place.dataset;
  const voice = document.createElement("p");
  voice.className = "sr-only";
  voice.setAttribute("aria-live", "polite");
  place.after(voice);
  place.tabIndex = 0;
  place.setAttribute("role", "application");
  place.setAttribute("aria-label", `${place.getAttribute("aria-label") ?? ""} ${words["hear"] ?? ""}`);
  const last = spec.labels.length - 1;
  const offset = spec.band.length ? 2 : 0;
  let at = last + 1;
  const steps: Record<string, () => number> = {
    ArrowLeft: () => at - 1, ArrowUp: () => at - 1, ArrowRight: () => at + 1, ArrowDown: () => at + 1, Home: () => 0, End: () => last,
  };
  place.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    at = Math.min(last, Math.max(0, step()));
    chart.dispatchAction({ type: "showTip", seriesIndex: offset, dataIndex: at });
    voice.textContent = heard(spec, at, words["usual"] ?? "");
  });
  place.addEventListener("blur", () => { chart.dispatchAction({ type: "hideTip" }); at = last + 1; });
}

/** A tooltip built of elements, since the page's policy refuses style attributes in markup. */
function tip(spec: Spec, usual: string): (points: Point | Point[]) => HTMLElement {
  const write = writer(spec);
  return (points) => {
    const at = (Array.isArray(points) ? points[0] : points)?.dataIndex ?? 0;
    const box = document.createElement("div");
    box.className = "chart-tip";
    const head = document.createElement("strong");
    head.textContent = spec.labels[at] ?? "";
    box.append(head);
    for (const one of spec.series) {
      const row = document.createElement("span");
      const dot = document.createElement("i");
      dot.className = `swatch series-${one.colour}${one.comparison ? " swatch-pale" : ""}`;
      const value = document.createElement("b");
      value.textContent = write(one.values[at]);
      row.append(dot, one.label, value);
      box.append(row);
    }
    const pair = spec.band[at];
    if (pair) {
      const row = document.createElement("span");
      const value = document.createElement("b");
      value.textContent = `${write(pair[0])} – ${write(pair[1])}`;
      row.append(usual, value);
      box.append(row);
    }
    return box;
  };
}

/** No axis of shares goes beyond the whole, and one of nothing but noughts stays small. */
const within = (top: number): { max?: number; interval?: number } =>
  top > 0.9 ? { max: 1 } : top === 0 ? { max: 0.1, interval: 0.05 } : {};

function axes(spec: Spec, colours: Look): EChartsCoreOption {
  const isAcross = spec.kind === "across";
  const names = {
    type: "category",
    data: spec.labels,
    inverse: isAcross,
    boundaryGap: !["line", "area", "survival"].includes(spec.kind),
    axisLine: { lineStyle: { color: colours.line }, onZero: spec.kind !== "stacked" },
    axisTick: { show: false },
    axisLabel: { color: colours.quiet, fontSize: 11.5, hideOverlap: true, ...(isAcross ? { width: 120, overflow: "truncate" } : {}) },
  };
  const numbers = {
    type: "value",
    minInterval: spec.share || spec.digits ? 0 : 1,
    splitNumber: 4,
    axisLabel: { color: colours.quiet, fontSize: 11.5, formatter: axisWriter(spec) },
    splitLine: { lineStyle: { color: colours.line } },
    ...(spec.share && spec.kind === "survival" ? { min: 0, max: 1 } : {}),
    ...(spec.share && spec.kind === "line" ? within(Math.max(0, ...spec.series.flatMap((one) => one.values.map((value) => value ?? 0)))) : {}),
  };
  return isAcross ? { xAxis: numbers, yAxis: names } : { xAxis: names, yAxis: numbers };
}

function option(spec: Spec, usual: string): EChartsCoreOption {
  const colours = look();
  const font = getComputedStyle(document.body).fontFamily;
  return {
    animation: false,
    textStyle: { fontFamily: font, color: colours.ink },
    grid: { left: 4, right: 12, top: spec.notes.length ? 24 : 10, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    tooltip: {
      trigger: "axis",
      confine: true,
      axisPointer: { type: spec.kind === "line" || spec.kind === "area" ? "line" : "shadow", lineStyle: { color: colours.quiet }, shadowStyle: { color: "rgba(127,127,127,.08)" } },
      backgroundColor: colours.raised,
      borderColor: colours.line,
      borderWidth: 1,
      padding: [8, 12],
      formatter: tip(spec, usual),
    },
    ...axes(spec, colours),
    series: seriesOf(spec, colours),
  };
}

const shown = new Map<HTMLElement, () => void>();

export function draw(place: HTMLElement): void {
  const spec = JSON.parse(place.dataset["chart"] ?? "{}") as Spec;
  place.classList.add("is-drawn");
  const chart: ECharts = init(place, null, { renderer: "canvas" });
  const usual = place.dataset["usual"] ?? "";
  chart.setOption(option(spec, usual));
  walk(place, chart, spec);
  shown.set(place, () => chart.setOption(option(spec, usual), { notMerge: true }));
  new ResizeObserver(() => {
    if (place.isConnected) chart.resize();
    else { chart.dispose(); shown.delete(place); }
  }).observe(place);
}

const redraw = (): void => { for (const again of shown.values()) again(); };
document.addEventListener("qunluo:theme", redraw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
