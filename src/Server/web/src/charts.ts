import { CustomChart, LineChart, ScatterChart } from "echarts/charts";
import {
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
} from "echarts/components";
import { init, use, type EChartsCoreOption, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { reliabilityOption, type Reliability } from "./reliability";
import { onThemeChange } from "./theme";
import { trendOption, type Trend } from "./trend";

use([
  LineChart,
  ScatterChart,
  CustomChart,
  GridComponent,
  TooltipComponent,
  LegendComponent,
  DataZoomComponent,
  MarkAreaComponent,
  MarkLineComponent,
  CanvasRenderer,
]);

/**
 * A chart on the page, redrawn when the theme or the size changes. The page names it in the reader's words; the library's own words, which
 * read out names of series and times in milliseconds, stay off.
 */
export class Chart {
  private readonly chart: EChartsType;
  private readonly sizes: ResizeObserver;
  private readonly endTheme: () => void;

  constructor(
    element: HTMLElement,
    private option: () => object,
  ) {
    this.chart = init(element);
    this.draw();
    this.sizes = new ResizeObserver(() => this.chart.resize());
    this.sizes.observe(element);
    this.endTheme = onThemeChange(() => this.draw());
  }

  update(spec: Trend): void {
    this.option = () => trendOption(spec);
    this.draw();
  }

  dispose(): void {
    this.sizes.disconnect();
    this.endTheme();
    this.chart.dispose();
  }

  private draw(): void {
    this.chart.setOption(this.option() as EChartsCoreOption, true);
  }
}

/** Readings over time with their reference band and, where there is one, the forecast. */
export const trend = (element: HTMLElement, spec: Trend): Chart => new Chart(element, () => trendOption(spec));

/** What was predicted against what happened. */
export const reliability = (element: HTMLElement, spec: Reliability): Chart => new Chart(element, () => reliabilityOption(spec));
