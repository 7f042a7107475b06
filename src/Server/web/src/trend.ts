import { colour } from "./theme";

/** One line of readings. Times are milliseconds since 1970, on the clock of the datum. */
export interface Line {
  name: string;
  points: [time: number, value: number][];
  forecast: ForecastPoint[];
  pastForecast: ForecastPoint[];
}

export interface ForecastPoint {
  time: number;
  q10: number;
  q25: number;
  q50: number;
  q75: number;
  q90: number;
}

export interface Trend {
  unit: string;
  lines: Line[];
  low: number | null;
  high: number | null;
  now: number;
  from: number | null;
  to: number | null;
  words: { range: string; median: string; half: string; most: string; past: string; now: string };
}

const number = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(1));

/** A band as two stacked lines: an unseen lower edge and the filled difference above it. */
function band(id: string, name: string, points: ForecastPoint[], low: "q10" | "q25", high: "q75" | "q90", fill: string, z: number) {
  const common = { type: "line", stack: id, symbol: "none", silent: true, z, lineStyle: { opacity: 0 }, tooltip: { show: false } };
  return [
    { ...common, name: `${id}-base`, data: points.map((p) => [p.time, p[low]]), stackStrategy: "all" },
    { ...common, name, data: points.map((p) => [p.time, p[high] - p[low]]), stackStrategy: "all", areaStyle: { color: fill, opacity: 1 } },
  ];
}

export function trendOption(spec: Trend): object {
  const series: object[] = [];
  const colours = [colour("series"), colour("series-2")];
  const violet = colour("violet-line");
  spec.lines.forEach((line, index) => {
    const tint = colours[index % colours.length];
    if (line.pastForecast.length > 0) {
      series.push(...band(`past-${index}`, `${spec.words.past} ${line.name}`, line.pastForecast, "q10", "q90", `${violet}22`, 1));
      series.push({
        type: "line", name: `${spec.words.past} ${line.name}`, symbol: "none", z: 2, silent: true,
        data: line.pastForecast.map((p) => [p.time, p.q50]), lineStyle: { color: violet, width: 1, type: "dotted" },
      });
    }
    if (line.forecast.length > 0) {
      series.push(...band(`most-${index}`, `${spec.words.most} ${line.name}`, line.forecast, "q10", "q90", `${violet}30`, 1));
      series.push(...band(`half-${index}`, `${spec.words.half} ${line.name}`, line.forecast, "q25", "q75", `${violet}58`, 2));
      series.push({
        type: "line", name: `${spec.words.median} ${line.name}`, symbol: "none", z: 4,
        data: line.forecast.map((p) => [p.time, p.q50]), lineStyle: { color: violet, width: 2, type: "dashed" }, itemStyle: { color: violet },
      });
    }
    series.push({
      type: "line", name: line.name, data: line.points, z: 5, showSymbol: line.points.length < 150, symbol: index === 0 ? "circle" : "diamond",
      symbolSize: index === 0 ? 4 : 6, lineStyle: { color: tint, width: 1.4 }, itemStyle: { color: tint },
      markArea: index === 0 && (spec.low !== null || spec.high !== null)
        ? { silent: true, itemStyle: { color: colour("band") }, data: [[{ yAxis: spec.low ?? undefined, name: "" }, { yAxis: spec.high ?? undefined }]] }
        : undefined,
      markLine: index === 0
        ? {
            silent: true, symbol: "none", label: { color: colour("muted"), fontSize: 10, position: "insideEndTop" },
            lineStyle: { color: colour("line-strong"), type: "solid", width: 1 },
            data: [
              ...(spec.low !== null ? [{ yAxis: spec.low, label: { formatter: `${spec.low}` } }] : []),
              ...(spec.high !== null ? [{ yAxis: spec.high, label: { formatter: `${spec.high}` } }] : []),
              ...(line.forecast.length > 0 ? [{ xAxis: spec.now, label: { formatter: spec.words.now, position: "end" }, lineStyle: { type: "dashed" } }] : []),
            ],
          }
        : undefined,
    });
  });
  const axis = { axisLine: { lineStyle: { color: colour("line-strong") } }, axisLabel: { color: colour("muted"), fontSize: 11, hideOverlap: true } };
  return {
    animation: false,
    useUTC: true, // Times come as the clock of the datum read.
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 44, right: 18, top: 22, bottom: 42 },
    legend: { show: spec.lines.length > 1, top: 0, left: 60, itemHeight: 8, textStyle: { color: colour("muted"), fontSize: 11 }, data: spec.lines.map((line) => line.name) },
    xAxis: { type: "time", ...axis, splitLine: { show: false }, min: spec.from ?? undefined, max: spec.to ?? undefined },
    yAxis: { type: "value", scale: true, name: spec.unit, nameTextStyle: { color: colour("muted"), align: "right" }, ...axis, splitLine: { lineStyle: { color: colour("line") } } },
    dataZoom: [
      { type: "inside", zoomOnMouseWheel: "ctrl" },
      { type: "slider", height: 14, bottom: 4, brushSelect: false, borderColor: colour("line"), fillerColor: colour("band"), textStyle: { color: colour("muted"), fontSize: 10 } },
    ],
    tooltip: {
      trigger: "axis", backgroundColor: colour("surface"), borderColor: colour("line-strong"), textStyle: { color: colour("text"), fontSize: 12 },
      valueFormatter: (value: unknown) => (typeof value === "number" ? `${number(value)} ${spec.unit}` : "–"),
    },
    series,
  };
}
