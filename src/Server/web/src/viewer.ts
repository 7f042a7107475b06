import { Enums, RenderingEngine, init as initCore, setUseCPURendering, type Types } from "@cornerstonejs/core";
import {
  Enums as ToolEnums,
  LengthTool,
  PanTool,
  ToolGroupManager,
  WindowLevelTool,
  ZoomTool,
  addTool,
  annotation,
  init as initTools,
} from "@cornerstonejs/tools";
import type { DotNet } from "./blazor";
import { descriptionOf, fetchFilm, imageIdOf, registerFilms } from "./film";
import { HeatMapVeil, type HeatMap } from "./heatmap";

type Tool = "window" | "pan" | "zoom" | "length";
const tools = { window: WindowLevelTool, pan: PanTool, zoom: ZoomTool, length: LengthTool };
const { MouseBindings } = ToolEnums;
let started: Promise<void> | undefined;
let opened = 0;

function hasGraphics(): boolean {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}

async function start(): Promise<void> {
  initCore();
  if (!hasGraphics()) setUseCPURendering(true);
  initTools();
  Object.values(tools).forEach((tool) => addTool(tool));
  registerFilms();
}

/** One film on a black ground. */
class Viewer {
  private readonly id = `film-${++opened}`;
  private readonly engine = new RenderingEngine(this.id);
  private readonly sizes: ResizeObserver;
  private viewport!: Types.IStackViewport;
  private veil!: HeatMapVeil;
  private imageId = "";
  private inverted = false;

  constructor(
    private readonly element: HTMLDivElement,
    private readonly dotnet: DotNet,
  ) {
    element.oncontextmenu = (event) => event.preventDefault();
    this.sizes = new ResizeObserver(() => {
      this.engine.resize(true, true);
      this.veil?.draw();
    });
  }

  async open(address: string): Promise<void> {
    this.engine.enableElement({ viewportId: this.id, type: Enums.ViewportType.STACK, element: this.element, defaultOptions: { background: [0, 0, 0] } });
    this.viewport = this.engine.getViewport(this.id) as Types.IStackViewport;
    this.imageId = imageIdOf(address);
    await this.viewport.setStack([this.imageId]);
    this.veil = new HeatMapVeil(this.element, this.viewport);
    const group = ToolGroupManager.createToolGroup(this.id)!;
    Object.values(tools).forEach((tool) => group.addTool(tool.toolName));
    group.addViewport(this.id, this.id);
    this.choose("window");
    this.reset();
    this.element.addEventListener(Enums.Events.VOI_MODIFIED, () => this.told());
    for (const event of [Enums.Events.IMAGE_RENDERED, Enums.Events.CAMERA_MODIFIED]) this.element.addEventListener(event, () => this.veil.draw());
    this.told();
    this.sizes.observe(this.element);
  }

  /** What the left button does; the middle always moves and the right always enlarges. */
  choose(tool: Tool): void {
    const group = ToolGroupManager.getToolGroup(this.id);
    if (!group) return;
    Object.values(tools).forEach((other) => group.setToolPassive(other.toolName));
    const bindings: Record<Tool, { mouseButton: number }[]> = { window: [], pan: [{ mouseButton: MouseBindings.Auxiliary }], zoom: [{ mouseButton: MouseBindings.Secondary }], length: [] };
    bindings[tool].push({ mouseButton: MouseBindings.Primary });
    for (const [name, buttons] of Object.entries(bindings))
      if (buttons.length > 0) group.setToolActive(tools[name as Tool].toolName, { bindings: buttons });
  }

  window(centre: number, width: number): void {
    this.viewport.setProperties({ voiRange: { lower: centre - width / 2, upper: centre + width / 2 } });
    this.viewport.render();
  }

  invert(): boolean {
    this.inverted = !this.inverted;
    this.viewport.setProperties({ invert: this.inverted });
    this.viewport.render();
    return this.inverted;
  }

  zoom(factor: number): void {
    this.viewport.setZoom(this.viewport.getZoom() * factor);
    this.viewport.render();
  }

  reset(): void {
    const frame = descriptionOf(this.imageId);
    this.inverted = false;
    annotation.state.removeAllAnnotations();
    this.viewport.resetCamera();
    this.viewport.setProperties({ invert: false });
    if (frame) this.window(frame.centre, frame.width);
  }

  heat(map: HeatMap | null): void {
    this.veil.show(map);
  }

  /** Where lengths are measured: "body", "detector", "scanner", or null when they are in pixels. */
  spacing(): string | null {
    return descriptionOf(this.imageId)?.spacingAt ?? null;
  }

  dispose(): void {
    this.sizes.disconnect();
    ToolGroupManager.destroyToolGroup(this.id);
    this.engine.destroy();
  }

  private told(): void {
    const range = this.viewport.getProperties().voiRange;
    if (range) void this.dotnet.invokeMethodAsync("WindowChanged", (range.lower + range.upper) / 2, range.upper - range.lower).catch(() => undefined);
  }
}

/** Shows the frame at the address in the element; rejects with the status when the server has no such frame. */
export async function open(element: HTMLDivElement, address: string, dotnet: DotNet): Promise<Viewer> {
  // First, and outside of Cornerstone: whatever is the matter with the film reaches the page in words.
  await fetchFilm(imageIdOf(address));
  await (started ??= start());
  const viewer = new Viewer(element, dotnet);
  await viewer.open(address);
  return viewer;
}
