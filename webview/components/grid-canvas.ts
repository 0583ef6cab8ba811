/** Draws the visible part of a grid of cells: values, lines, hatches, and the numbers of rows and columns in the gutters. */
import type { CellKind, Run } from "../geometry/padded-axis.ts";
import { tickEvery } from "../geometry/ticks.ts";
import type { Stretch } from "../geometry/visible-cells.ts";
import type { Theme } from "../theme.ts";

/** Space for the numbers of rows (left) and columns (above), in px. */
export const GUTTER = { left: 22, top: 15 } as const;

/** Smaller cells, in px, would be more line than cell. */
const LEAST_FOR_LINES = 7;

/** One axis of a grid. Cells are counted from 0 here; `first` is the number that the first one bears. */
export interface GridAxis {
  readonly count: number;
  readonly first: number;
  readonly runs: readonly Run[];
  /** The cells that are spoken of now, by the numbers they bear: their gutter numbers are emphasized. */
  readonly read: readonly number[];
}

export interface GridDrawing {
  readonly rows: GridAxis;
  readonly columns: GridAxis;
  readonly cell: number;
  /** The colours of the visible cells, row by row; 0 is transparent. */
  readonly pixels: (rows: Stretch, columns: Stretch) => Uint32Array<ArrayBuffer>;
}

/** What of the grid is seen, all in px but the stretches. */
export interface GridViewport {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly rows: Stretch;
  readonly columns: Stretch;
}

export function drawGrid(canvas: HTMLCanvasElement, drawing: GridDrawing, view: GridViewport, theme: Theme): void {
  const context = prepare(canvas, view);
  if (context === null) return;
  drawTicks(context, drawing, view, theme);
  context.save();
  context.beginPath();
  context.rect(GUTTER.left, GUTTER.top, view.width - GUTTER.left, view.height - GUTTER.top);
  context.clip();
  context.translate(GUTTER.left - view.left, GUTTER.top - view.top);
  drawCells(context, drawing, view, theme);
  drawLines(context, drawing, view, theme);
  drawHatches(context, drawing, theme);
  context.restore();
}

function prepare(canvas: HTMLCanvasElement, { width, height }: GridViewport): CanvasRenderingContext2D | null {
  const ratio = devicePixelRatio;
  const [columns, rows] = [Math.round(width * ratio), Math.round(height * ratio)];
  const context = canvas.getContext("2d");
  // Another size makes another picture; the same one need not be allocated again.
  if (canvas.width !== columns || canvas.height !== rows) {
    canvas.width = columns;
    canvas.height = rows;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  } else context?.clearRect(0, 0, width, height);
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** Takes the cells of whichever grid is drawn. */
let small: OffscreenCanvas | undefined;

function smallCanvas(width: number, height: number): OffscreenCanvas {
  small ??= new OffscreenCanvas(width, height);
  if (small.width < width) small.width = width;
  if (small.height < height) small.height = height;
  return small;
}

function drawCells(context: CanvasRenderingContext2D, drawing: GridDrawing, view: GridViewport, theme: Theme): void {
  const { cell, rows, columns } = drawing;
  context.fillStyle = theme.blank;
  context.fillRect(0, 0, columns.count * cell, rows.count * cell);
  const [width, height] = [view.columns.to - view.columns.from, view.rows.to - view.rows.from];
  if (width <= 0 || height <= 0) return;
  const cells = smallCanvas(width, height);
  const pixels = drawing.pixels(view.rows, view.columns);
  cells.getContext("2d")?.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), width, height), 0, 0);
  context.imageSmoothingEnabled = false;
  const [x, y] = [view.columns.from * cell, view.rows.from * cell];
  context.drawImage(cells, 0, 0, width, height, x, y, width * cell, height * cell);
}

function drawLines(context: CanvasRenderingContext2D, drawing: GridDrawing, view: GridViewport, theme: Theme): void {
  const { cell } = drawing;
  if (cell < LEAST_FOR_LINES) return;
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.beginPath();
  for (let row = view.rows.from; row <= view.rows.to; row++) {
    context.moveTo(view.columns.from * cell, row * cell + 0.5);
    context.lineTo(view.columns.to * cell, row * cell + 0.5);
  }
  for (let column = view.columns.from; column <= view.columns.to; column++) {
    context.moveTo(column * cell + 0.5, view.rows.from * cell);
    context.lineTo(column * cell + 0.5, view.rows.to * cell);
  }
  context.stroke();
}

function drawHatches(context: CanvasRenderingContext2D, { rows, columns, cell }: GridDrawing, theme: Theme): void {
  const patterns = {
    pad: hatch(context, theme.hatch, "diagonal"),
    unused: hatch(context, theme.hatch, "cross"),
    beyond: hatch(context, theme.hatch, "dots"),
    between: hatch(context, theme.hatch, "dots"),
  };
  // Values that nobody reads are still there, but pale.
  const fade = (x: number, y: number, width: number, height: number): void => {
    context.globalAlpha = 0.6;
    context.fillStyle = theme.background;
    context.fillRect(x * cell, y * cell, width * cell, height * cell);
    context.globalAlpha = 1;
  };
  const fill = (kind: CellKind, x: number, y: number, width: number, height: number): void => {
    const pattern = kind === "input" ? null : patterns[kind];
    if (pattern === null) return;
    if (kind === "unused") fade(x, y, width, height);
    context.fillStyle = pattern;
    context.fillRect(x * cell, y * cell, width * cell, height * cell);
  };
  for (const { kind, from, length } of rows.runs) if (kind !== "between") fill(kind, 0, from, columns.count, length);
  for (const { kind, from, length } of columns.runs) {
    for (const row of rows.runs) {
      // Where a hatched row crosses, it is hatched already; a row of zeros between goes behind the pads.
      if (row.kind === "input") fill(kind, from, row.from, length, row.length);
      else if (row.kind === "between") fill(kind === "input" ? "between" : kind, from, row.from, length, row.length);
    }
  }
}

const HATCH_PX = 6;

type Hatch = "diagonal" | "cross" | "dots";

/** By kind and colour: every grid has the same. */
const hatches = new Map<string, CanvasPattern | null>();

function hatch(target: CanvasRenderingContext2D, colour: string, kind: Hatch): CanvasPattern | null {
  const key = `${kind} ${colour}`;
  const known = hatches.get(key) ?? drawHatch(target, colour, kind);
  hatches.set(key, known);
  return known;
}

function drawHatch(target: CanvasRenderingContext2D, colour: string, kind: Hatch): CanvasPattern | null {
  const canvas = new OffscreenCanvas(HATCH_PX, HATCH_PX);
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  if (kind === "dots") context.fillRect(2, 2, 1.5, 1.5);
  else {
    context.moveTo(-1, HATCH_PX + 1);
    context.lineTo(HATCH_PX + 1, -1);
    if (kind === "cross") {
      context.moveTo(-1, -1);
      context.lineTo(HATCH_PX + 1, HATCH_PX + 1);
    }
    context.stroke();
  }
  return target.createPattern(canvas, "repeat");
}

function drawTicks(context: CanvasRenderingContext2D, drawing: GridDrawing, view: GridViewport, theme: Theme): void {
  const { rows, columns, cell } = drawing;
  context.font = `10px ${theme.font}`;
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const { number, emphasized } of ticksOf(rows, view.rows, cell, 13)) {
    const y = GUTTER.top - view.top + (number - rows.first + 0.5) * cell;
    // One that is scrolled away by half would lie on the columns' numbers.
    if (y < GUTTER.top + 3) continue;
    context.fillStyle = emphasized ? theme.accent : theme.muted;
    context.fillText(minus(number), GUTTER.left - 4, y);
  }
  context.textAlign = "center";
  for (const { number, emphasized } of ticksOf(columns, view.columns, cell, columnRoom(columns))) {
    context.fillStyle = emphasized ? theme.accent : theme.muted;
    context.fillText(minus(number), GUTTER.left - view.left + (number - columns.first + 0.5) * cell, GUTTER.top / 2);
  }
}

/** What the longest number of a column takes, and a gap. */
function columnRoom({ first, count }: GridAxis): number {
  return 6 + 7 * String(Math.max(10, first + count - 1)).length;
}

interface Tick {
  readonly number: number;
  readonly emphasized: boolean;
}

/** Round numbers, and the first and last cell that is read; a round number too near to one of these is left out. */
function ticksOf(axis: GridAxis, visible: Stretch, cell: number, room: number): Tick[] {
  const every = tickEvery(cell, room);
  const seen = (number: number): boolean =>
    number - axis.first >= visible.from && number - axis.first < visible.to && number - axis.first < axis.count;
  const [first, last] = [axis.read[0], axis.read.at(-1)];
  const strong = [first, last].filter((n) => n !== undefined).filter(seen);
  if (strong.length === 2 && Math.abs((last ?? 0) - (first ?? 0)) * cell < room) strong.pop();
  const ticks = strong.map((number): Tick => ({ number, emphasized: true }));
  for (let number = Math.ceil((axis.first + visible.from) / every) * every; seen(number); number += every) {
    if (strong.every((other) => Math.abs(other - number) * cell >= room)) ticks.push({ number, emphasized: false });
  }
  return ticks;
}

function minus(number: number): string {
  return number < 0 ? `−${-number}` : String(number);
}
