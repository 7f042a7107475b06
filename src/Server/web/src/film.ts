import { Enums, cache, imageLoader, metaData, utilities, type Types } from "@cornerstonejs/core";

/** What the server says of a frame; pixels are unsigned 16-bit little-endian, value = pixel × slope + intercept. */
export interface FrameDescription {
  rows: number;
  columns: number;
  slope: number;
  intercept: number;
  centre: number;
  width: number;
  rowSpacing: number | null;
  columnSpacing: number | null;
  /** Where the millimetres are: "body", "detector" or "scanner"; null when the object states no distance. */
  spacingAt: string | null;
}

const scheme = "xinglin";
const described = new Map<string, FrameDescription>();
const fetched = new Map<string, { frame: FrameDescription; buffer: ArrayBuffer }>();
let registered = false;

export const imageIdOf = (address: string): string => `${scheme}:${address}`;

/** The description of a frame that was loaded before. */
export const descriptionOf = (imageId: string): FrameDescription | undefined => described.get(imageId);

/** Teaches Cornerstone to take films from this server. */
export function registerFilms(): void {
  if (registered) return;
  registered = true;
  imageLoader.registerImageLoader(scheme, ((imageId: string) => ({ promise: load(imageId) })) as never);
  metaData.addProvider(moduleOf, 10000);
}

async function answer(address: string): Promise<Response> {
  const response = await fetch(address);
  if (!response.ok) {
    // Why there is no frame, as the server says it: shown in words in place of the film.
    const why = (await response.json().catch(() => null)) as { title?: string; detail?: string } | null;
    throw new Error([response.status, why?.title ?? "", why?.detail ?? ""].join("|").replace(/[\r\n]+/g, " "));
  }
  return response;
}

/** Takes a frame from the server; rejects with status, code and reason where there is none. */
export async function fetchFilm(imageId: string): Promise<void> {
  if (cache.getImageLoadObject(imageId)) return;
  const address = imageId.slice(scheme.length + 1);
  const frame = (await (await answer(address)).json()) as FrameDescription;
  const buffer = await (await answer(`${address}/pixels`)).arrayBuffer();
  fetched.set(imageId, { frame, buffer });
}

async function load(imageId: string): Promise<Types.IImage> {
  if (!fetched.has(imageId)) await fetchFilm(imageId);
  const { frame, buffer } = fetched.get(imageId)!;
  fetched.delete(imageId);
  described.set(imageId, frame);
  const pixels = new Uint16Array(buffer);
  let min = 65535;
  let max = 0;
  for (const pixel of pixels) {
    if (pixel < min) min = pixel;
    if (pixel > max) max = pixel;
  }
  const voxelManager = utilities.VoxelManager.createImageVoxelManager({
    width: frame.columns,
    height: frame.rows,
    scalarData: pixels,
    numberOfComponents: 1,
  });
  return {
    imageId,
    minPixelValue: min,
    maxPixelValue: max,
    slope: frame.slope,
    intercept: frame.intercept,
    windowCenter: frame.centre,
    windowWidth: frame.width,
    voiLUTFunction: Enums.VOILUTFunctionType.LINEAR,
    getPixelData: () => pixels,
    getCanvas: () => document.createElement("canvas"),
    rows: frame.rows,
    columns: frame.columns,
    height: frame.rows,
    width: frame.columns,
    color: false,
    rgba: false,
    numberOfComponents: 1,
    columnPixelSpacing: frame.columnSpacing ?? 1,
    rowPixelSpacing: frame.rowSpacing ?? 1,
    invert: false,
    photometricInterpretation: "MONOCHROME2",
    sizeInBytes: buffer.byteLength,
    dataType: "Uint16Array",
    voxelManager,
  } as Types.IImage;
}

function moduleOf(type: string, imageId: string): object | undefined {
  const frame = described.get(imageId);
  if (!frame) return undefined;
  switch (type) {
    case "imagePixelModule":
      return {
        samplesPerPixel: 1, photometricInterpretation: "MONOCHROME2", rows: frame.rows, columns: frame.columns,
        bitsAllocated: 16, bitsStored: 16, highBit: 15, pixelRepresentation: 0,
      };
    case "imagePlaneModule":
      return {
        frameOfReferenceUID: imageId, rows: frame.rows, columns: frame.columns,
        imageOrientationPatient: [1, 0, 0, 0, 1, 0], rowCosines: [1, 0, 0], columnCosines: [0, 1, 0], imagePositionPatient: [0, 0, 0],
        pixelSpacing: [frame.rowSpacing ?? 1, frame.columnSpacing ?? 1], rowPixelSpacing: frame.rowSpacing ?? 1, columnPixelSpacing: frame.columnSpacing ?? 1,
        // Without a stated distance lengths are in pixels, and called so.
        usingDefaultValues: frame.rowSpacing === null || frame.columnSpacing === null,
      };
    case "voiLutModule":
      return { windowCenter: [frame.centre], windowWidth: [frame.width], voiLUTFunction: Enums.VOILUTFunctionType.LINEAR };
    case "modalityLutModule":
      return { rescaleSlope: frame.slope, rescaleIntercept: frame.intercept, rescaleType: "US" };
    case "generalSeriesModule":
      return { modality: "DX", seriesInstanceUID: imageId };
    default:
      return undefined;
  }
}
