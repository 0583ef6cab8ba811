/**
 * A digit drawn with a pointer as a model's input. MNIST's digits were scaled, with grey levels, into a box of 20 x 20 and
 * put with their centre of mass into the middle of 28 x 28 (LeCun, Bottou, Bengio and Haffner 1998): the same is done
 * here if it is wished, for any size.
 */
import { resizeAxis } from "../../src/data/resize.ts";
import { imageSizes, type Shape } from "../../src/tensor/shape.ts";

/** Of the pad, which is 1 wide and 1 high; the origin is at the upper left. */
export interface InkPoint {
  readonly x: number;
  readonly y: number;
}

/** The points that a pointer went through, from down to up. */
export type Stroke = readonly InkPoint[];

/** How thick a stroke is, as a share of the pad: about as MNIST's, two to three of 28 pixels. */
export const STROKE_WIDTH = 0.085;

/** Cells of the raster along each side of the pad: several for each pixel, so that edges become grey levels. */
const RASTER = 140;
/** MNIST's box, as a share of the image. */
const BOX = 20 / 28;

/** [h, w, c] of `shape`, from 0 (nothing) to 1 (ink) in steps of 1/255 as in an image file; `undefined` if it is no image. */
export function pixelsOfInk(strokes: readonly Stroke[], shape: Shape, centre: boolean): Float32Array | undefined {
  const sizes = imageSizes(shape);
  if (sizes === undefined) return undefined;
  const { h, w, c } = sizes;
  const raster = rasterize(strokes);
  const grey = centre ? centred(raster, h, w) : resized(raster, RASTER, RASTER, h, w);
  return Float32Array.from({ length: h * w * c }, (_, at) => Math.round((grey[Math.floor(at / c)] ?? 0) * 255) / 255);
}

/** The stroke without its corners, which a fast pointer leaves (Chaikin 1974): each is cut off twice, the ends stay. */
export function smoothed(stroke: Stroke): Stroke {
  return cutCorners(cutCorners(stroke));
}

function cutCorners(stroke: Stroke): Stroke {
  const [first, last] = [stroke[0], stroke.at(-1)];
  if (stroke.length < 3 || first === undefined || last === undefined) return stroke;
  const cut = stroke.slice(1).flatMap((to, at) => {
    const from = stroke[at] as InkPoint;
    return [between(from, to, 0.25), between(from, to, 0.75)];
  });
  return [first, ...cut.slice(1, -1), last];
}

function between(a: InkPoint, b: InkPoint, share: number): InkPoint {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

/** How much of each cell is covered, row by row. */
function rasterize(strokes: readonly Stroke[]): Float32Array {
  const cells = new Float32Array(RASTER * RASTER);
  for (const stroke of strokes.map(smoothed)) {
    stroke.forEach((to, at) => {
      coverSegment(cells, scaled(stroke[Math.max(0, at - 1)] ?? to), scaled(to));
    });
  }
  return cells;
}

function scaled({ x, y }: InkPoint): InkPoint {
  return { x: x * RASTER, y: y * RASTER };
}

function coverSegment(cells: Float32Array, from: InkPoint, to: InkPoint): void {
  const radius = (STROKE_WIDTH / 2) * RASTER;
  const rows = reach(from.y, to.y, radius);
  const columns = reach(from.x, to.x, radius);
  for (let row = rows.first; row <= rows.last; row++) {
    for (let column = columns.first; column <= columns.last; column++) {
      const distance = distanceToSegment({ x: column + 0.5, y: row + 0.5 }, from, to);
      const cover = Math.max(0, Math.min(1, radius + 0.5 - distance));
      const place = row * RASTER + column;
      if (cover > (cells[place] ?? 0)) cells[place] = cover;
    }
  }
}

function reach(a: number, b: number, radius: number): { first: number; last: number } {
  const first = Math.max(0, Math.floor(Math.min(a, b) - radius - 1));
  return { first, last: Math.min(RASTER - 1, Math.ceil(Math.max(a, b) + radius + 1)) };
}

function distanceToSegment(point: InkPoint, from: InkPoint, to: InkPoint): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const share = Math.max(0, Math.min(1, along));
  return Math.hypot(point.x - from.x - share * dx, point.y - from.y - share * dy);
}

function resized(x: Float32Array, rows: number, columns: number, h: number, w: number): Float32Array {
  const narrowed = resizeAxis(x, { outer: rows, from: columns, to: w, inner: 1 });
  return resizeAxis(narrowed, { outer: 1, from: rows, to: h, inner: w });
}

/** The ink alone, scaled into the box, with its centre of mass in the middle, but never over the edge. */
function centred(raster: Float32Array, h: number, w: number): Float32Array {
  const image = new Float32Array(h * w);
  const box = inkBox(raster);
  if (box === undefined) return image;
  const scale = (BOX * Math.min(h, w)) / Math.max(box.height, box.width);
  const height = Math.max(1, Math.round(box.height * scale));
  const width = Math.max(1, Math.round(box.width * scale));
  const cut = Float32Array.from({ length: box.height * box.width }, (_, at) => {
    const row = box.top + Math.floor(at / box.width);
    return raster[row * RASTER + box.left + (at % box.width)] ?? 0;
  });
  const small = resized(cut, box.height, box.width, height, width);
  const centre = centreOfMass(small, width);
  const top = Math.max(0, Math.min(h - height, Math.round(h / 2 - centre.y)));
  const left = Math.max(0, Math.min(w - width, Math.round(w / 2 - centre.x)));
  for (let row = 0; row < height; row++) {
    image.set(small.subarray(row * width, (row + 1) * width), (top + row) * w + left);
  }
  return image;
}

interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

function inkBox(raster: Float32Array): Box | undefined {
  let [top, left, bottom, right] = [RASTER, RASTER, -1, -1];
  raster.forEach((cover, at) => {
    if (cover === 0) return;
    const [row, column] = [Math.floor(at / RASTER), at % RASTER];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
    [left, right] = [Math.min(left, column), Math.max(right, column)];
  });
  return bottom === -1 ? undefined : { top, left, height: bottom - top + 1, width: right - left + 1 };
}

/** From the upper left corner; the middle of the first cell is at (0.5, 0.5). */
function centreOfMass(x: Float32Array, width: number): InkPoint {
  let [mass, atX, atY] = [0, 0, 0];
  x.forEach((value, at) => {
    mass += value;
    atX += value * ((at % width) + 0.5);
    atY += value * (Math.floor(at / width) + 0.5);
  });
  return mass === 0 ? { x: width / 2, y: x.length / width / 2 } : { x: atX / mass, y: atY / mass };
}
