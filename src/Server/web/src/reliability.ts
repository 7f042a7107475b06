import { colour } from "./theme";

/** Bins of predicted probability with the observed share and how many fell in. */
export interface Reliability {
  bins: { predicted: number; observed: number; count: number; low: number | null; high: number | null }[];
  words: { predicted: string; observed: string; perfect: string; cases: string };
}

export function reliabilityOption(spec: Reliability): object {
  const most = Math.max(1, ...spec.bins.map((bin) => bin.count));
  const axis = (name: string) => ({
    type: "value", min: 0, max: 1, interval: 0.25, name, nameLocation: "middle", nameGap: 26, nameTextStyle: { color: colour("muted"), fontSize: 11 },
    axisLine: { show: true, lineStyle: { color: colour("line-strong") } }, splitLine: { lineStyle: { color: colour("line") } },
    axisLabel: { color: colour("muted"), fontSize: 10, formatter: (value: number) => `${Math.round(value * 100)}%` },
  });
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 52, right: 12, top: 10, bottom: 40 },
    xAxis: axis(spec.words.predicted),
    yAxis: { ...axis(spec.words.observed), nameGap: 38 },
    tooltip: { backgroundColor: colour("surface"), borderColor: colour("line-strong"), textStyle: { color: colour("text"), fontSize: 12 } },
    series: [
      { type: "line", name: spec.words.perfect, data: [[0, 0], [1, 1]], symbol: "none", silent: true, lineStyle: { color: colour("line-strong"), type: "dashed", width: 1 } },
      {
        type: "line", data: spec.bins.map((bin) => [bin.predicted, bin.observed, bin.count]), lineStyle: { color: colour("accent"), width: 1.5 }, itemStyle: { color: colour("accent") },
        symbol: "circle", symbolSize: (value: number[]) => 5 + 9 * Math.sqrt(value[2] / most),
        tooltip: {
          formatter: (point: { value: number[] }) =>
            `${spec.words.predicted} ${(100 * point.value[0]).toFixed(0)}%<br>${spec.words.observed} ${(100 * point.value[1]).toFixed(0)}%<br>${spec.words.cases} ${point.value[2]}`,
        },
      },
    ],
  };
}
