import { utilities, type Types } from "@cornerstonejs/core";

/** Where a network looked: row-major, 0 to 1, stretched over the whole film. */
export interface HeatMap {
  rows: number;
  columns: number;
  values: number[];
}

/** Draws the map as a veil above the film and keeps it in place while the film is moved. */
export class HeatMapVeil {
  private readonly canvas = document.createElement("canvas");
  private picture: HTMLCanvasElement | null = null;

  constructor(
    private readonly element: HTMLElement,
    private readonly viewport: Types.IStackViewport,
  ) {
    this.canvas.style.cssText = "position:absolute;inset:0;width:100%;height:100%;pointer-events:none";
    element.append(this.canvas);
  }

  show(map: HeatMap | null): void {
    this.picture = map && paint(map);
    this.draw();
  }

  draw(): void {
    const width = this.element.clientWidth;
    const height = this.element.clientHeight;
    const scale = devicePixelRatio;
    this.canvas.width = width * scale;
    this.canvas.height = height * scale;
    const imageId = this.viewport.getCurrentImageId();
    const image = imageId ? this.viewport.getCornerstoneImage() : undefined;
    if (!this.picture || !imageId || !image) return;
    const corner = (column: number, row: number) =>
      this.viewport.worldToCanvas(utilities.imageToWorldCoords(imageId, [column, row]) as Types.Point3);
    const [left, top] = corner(0, 0);
    const [right, bottom] = corner(image.columns, image.rows);
    const brush = this.canvas.getContext("2d")!;
    brush.scale(scale, scale);
    brush.imageSmoothingEnabled = true;
    brush.imageSmoothingQuality = "high";
    brush.drawImage(this.picture, left, top, right - left, bottom - top);
  }

  dispose(): void {
    this.canvas.remove();
  }
}

/** From unseen over violet to yellow; strong enough to see, thin enough to see the film through it. */
function paint(map: HeatMap): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = map.columns;
  canvas.height = map.rows;
  const brush = canvas.getContext("2d")!;
  const image = brush.createImageData(map.columns, map.rows);
  map.values.forEach((value, index) => {
    const heat = Math.min(1, Math.max(0, value));
    image.data[4 * index] = 120 + 135 * heat;
    image.data[4 * index + 1] = 60 + 150 * heat * heat;
    image.data[4 * index + 2] = 220 - 190 * heat;
    image.data[4 * index + 3] = 150 * Math.min(1, Math.max(0, (heat - 0.15) / 0.6));
  });
  brush.putImageData(image, 0, 0);
  return canvas;
}
