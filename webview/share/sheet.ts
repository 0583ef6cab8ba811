/**
 * A picture to take away: what is drawn, below a title that says of what it is, above the scales that say what its colours
 * mean. Drawn in the theme's colours at twice the page's size, so that text stays sharp; less for what is very large.
 */
import { paintScale } from "../geometry/paint.ts";
import type { Palette } from "../geometry/palette.ts";
import type { Range } from "../geometry/values.ts";
import type { Theme } from "../theme.ts";
import { formatValue } from "../words/numbers.ts";
import { pixelCanvas } from "./pixel-canvas.ts";

export type Pen = OffscreenCanvasRenderingContext2D;

/** What is drawn, in CSS pixels from its own corner. */
export interface Body {
  readonly width: number;
  readonly height: number;
  readonly draw: (pen: Pen, theme: Theme) => void;
}

/** What colours mean: a colour map with the numbers at its ends, or a line's colour. */
export type Key =
  | { readonly label: string; readonly palette: Palette; readonly range: Range }
  | { readonly label: string; readonly colour: string; readonly dash?: readonly number[] };

export interface Sheet {
  readonly title: string;
  /** Of what model and image it is. */
  readonly subtitle: string;
  readonly body: Body;
  readonly keys?: readonly Key[];
}

const MARGIN = 16;
const HEAD = 46;
const KEY = { width: 190, height: 40 } as const;
const LEAST_WIDTH = 2 * KEY.width;
const RATIO = 2;
/** Chromium draws nothing at all on canvases with a longer side or a larger area. */
const LONGEST_PX = 32_000;
const LARGEST_PX = 2 ** 27;

export function drawSheet(sheet: Sheet, theme: Theme): OffscreenCanvas {
  const { body, keys = [] } = sheet;
  const inner = Math.max(LEAST_WIDTH, Math.ceil(body.width), Math.ceil(titleWidth(sheet, theme)));
  const perLine = Math.max(1, Math.floor(inner / KEY.width));
  const width = inner + 2 * MARGIN;
  const height = HEAD + Math.ceil(body.height) + Math.ceil(keys.length / perLine) * KEY.height + 2 * MARGIN;
  const ratio = ratioFor(width, height);
  const canvas = new OffscreenCanvas(Math.round(width * ratio), Math.round(height * ratio));
  const pen = penOf(canvas);
  pen.scale(ratio, ratio);
  pen.fillStyle = theme.background;
  pen.fillRect(0, 0, width, height);
  drawHead(pen, sheet, theme);
  pen.save();
  // Over scales it begins where they do.
  pen.translate(MARGIN + (keys.length === 0 ? (inner - body.width) / 2 : 0), MARGIN + HEAD);
  body.draw(pen, theme);
  pen.restore();
  const top = MARGIN + HEAD + body.height + 12;
  keys.forEach((key, index) => {
    const line = Math.floor(index / perLine);
    drawKey(pen, key, { x: MARGIN + (index % perLine) * KEY.width, y: top + line * KEY.height }, theme);
  });
  return canvas;
}

/** How many of the picture's pixels a CSS pixel becomes. */
export function ratioFor(width: number, height: number): number {
  return Math.min(RATIO, LONGEST_PX / Math.max(width, height), Math.sqrt(LARGEST_PX / (width * height)));
}

function penOf(canvas: OffscreenCanvas): Pen {
  const pen = canvas.getContext("2d");
  if (pen === null)
    throw new Error("The picture could not be drawn: there is no memory for a canvas. Make it smaller.");
  return pen;
}

function titleWidth({ title, subtitle }: Sheet, theme: Theme): number {
  const pen = penOf(new OffscreenCanvas(1, 1));
  pen.font = titleFont(theme);
  const widest = pen.measureText(title).width;
  pen.font = textFont(theme);
  return Math.max(widest, pen.measureText(subtitle).width);
}

function titleFont({ font }: Theme): string {
  return `600 16px ${font}`;
}

export function textFont({ font }: Theme, px = 12): string {
  return `${px}px ${font}`;
}

function drawHead(pen: Pen, { title, subtitle }: Sheet, theme: Theme): void {
  pen.textBaseline = "top";
  pen.fillStyle = theme.foreground;
  pen.font = titleFont(theme);
  pen.fillText(title, MARGIN, MARGIN);
  pen.fillStyle = theme.muted;
  pen.font = textFont(theme);
  pen.fillText(subtitle, MARGIN, MARGIN + 22);
}

function drawKey(pen: Pen, key: Key, at: { readonly x: number; readonly y: number }, theme: Theme): void {
  const length = KEY.width - 24;
  pen.save();
  pen.translate(at.x, at.y);
  pen.textBaseline = "top";
  pen.font = textFont(theme, 11);
  pen.fillStyle = theme.muted;
  if ("palette" in key) {
    pen.fillText(key.label, 0, 0);
    drawScale(pen, key.palette, key.range, { length, theme });
  } else {
    pen.fillText(key.label, 30, 0);
    pen.strokeStyle = key.colour;
    pen.lineWidth = 2;
    pen.setLineDash([...(key.dash ?? [])]);
    pen.beginPath();
    pen.moveTo(0, 6);
    pen.lineTo(22, 6);
    pen.stroke();
  }
  pen.restore();
}

interface ScaleRoom {
  readonly length: number;
  readonly theme: Theme;
}

function drawScale(pen: Pen, palette: Palette, { low, high }: Range, { length, theme }: ScaleRoom): void {
  pen.drawImage(pixelCanvas(paintScale(palette), 256, 1), 0, 15, length, 7);
  pen.fillStyle = theme.foreground;
  if (low === high) {
    pen.fillText(`all ${formatValue(low)}`, 0, 25);
    return;
  }
  pen.fillText(formatValue(low), 0, 25);
  pen.textAlign = "right";
  pen.fillText(formatValue(high), length, 25);
  pen.textAlign = "center";
  if (low === -high) pen.fillText("0", length / 2, 25);
}
