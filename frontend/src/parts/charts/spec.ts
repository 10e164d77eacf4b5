// What a page says about a chart (qunluo/kernel/ui/charts.py), and how its numbers are written.
import palette from "../../../../qunluo/kernel/ui/palette.json";

export type Series = { label: string; values: (number | null)[]; colour: number; comparison: boolean };
export type Spec = {
  kind: "line" | "area" | "bar" | "stacked" | "across" | "waterfall" | "survival";
  labels: string[];
  unit: string;
  digits: number;
  share: boolean;
  soFar: boolean;
  band: ([number, number] | null)[];
  notes: { at: number; text: string }[];
  series: Series[];
};

export type Look = { colours: string[]; ink: string; quiet: string; line: string; raised: string };

export function isDark(): boolean {
  const chosen = document.documentElement.dataset["theme"];
  return chosen ? chosen === "qunluo-dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/** ECharts cannot read oklch, so the few greys are written here as the themes mean them. */
export function look(): Look {
  return isDark()
    ? { colours: palette.dark, ink: "#e9e7e1", quiet: "#acaaa5", line: "#2c312f", raised: "#191d1b" }
    : { colours: palette.light, ink: "#1b221f", quiet: "#535a57", line: "#e6e4df", raised: "#ffffff" };
}

export function writer(spec: Spec): (value: number | null | undefined) => string {
  const language = document.documentElement.lang || "en";
  const format = new Intl.NumberFormat(language, spec.share
    ? { style: "percent", maximumFractionDigits: spec.digits || 1 }
    : { maximumFractionDigits: spec.digits });
  return (value) => (value === null || value === undefined ? "–" : format.format(value) + (spec.unit ? ` ${spec.unit}` : ""));
}

/** Short numbers for an axis. */
export function axisWriter(spec: Spec): (value: number) => string {
  const language = document.documentElement.lang || "en";
  const format = new Intl.NumberFormat(language, spec.share ? { style: "percent" } : { notation: "compact" });
  return (value) => format.format(value);
}
