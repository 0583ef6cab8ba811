// A curve on two logarithmic axes as a small SVG, which can be read on light and on dark ground.

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Chart {
  readonly title: string;
  readonly xLabel: string;
  readonly points: readonly Point[];
  /** A dashed line through the last point shows y in proportion to x to this power. */
  readonly power: number;
}

const width = 420;
const height = 260;
const plot = { left: 56, right: 404, top: 34, bottom: 212 };

// Greys and a blue between light and dark: where a page is shown, its ground is not known.
const style = `text { font: 12px system-ui, sans-serif; fill: #7d8590 } .title { font-weight: 600 }
.grid { stroke: #7d8590; stroke-opacity: .25 } .guide { stroke: #7d8590; stroke-dasharray: 4 4; fill: none }
.curve { stroke: #3b82f6; stroke-width: 2; fill: none } .point { fill: #3b82f6 }`;

type Place = (value: number) => number;

/** The points go from left to right, and all numbers are positive. */
export function drawChart({ title, xLabel, points, power }: Chart): string {
  const xs = points.map(({ x }) => x);
  const [low, high] = decades(points.map(({ y }) => y));
  const x = scale(Math.min(...xs), Math.max(...xs), plot.left, plot.right);
  const y = scale(low, high, plot.bottom, plot.top);
  const path = points.map((point) => `${round(x(point.x))},${round(y(point.y))}`).join(" ");
  const parts = [
    text(title, plot.left, 18, "start", "title"),
    text(xLabel, (plot.left + plot.right) / 2, height - 10),
    ...powersOfTen(low, high).flatMap((value) => rule(value, y(value))),
    ...xs.map((value) => text(String(value), x(value), plot.bottom + 18)),
    guide(points, power, { x, y, low }),
    `<polyline class="curve" points="${path}"/>`,
    ...points.map((point) => `<circle class="point" cx="${round(x(point.x))}" cy="${round(y(point.y))}" r="3"/>`),
  ];
  const label = `${title}: ${points.map((point) => `${point.x}: ${shortest(point.y)}`).join(", ")}`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
    `role="img" aria-label="${label}">\n<style>${style}</style>\n${parts.join("\n")}\n</svg>\n`
  );
}

/** The powers of ten around the values. */
export function decades(values: readonly number[]): [low: number, high: number] {
  const exponent = (value: number, toWhole: Place): number => toWhole(Number(Math.log10(value).toFixed(9)));
  const low = exponent(Math.min(...values), Math.floor);
  const high = exponent(Math.max(...values), Math.ceil);
  return [10 ** low, 10 ** Math.max(high, low + 1)];
}

function powersOfTen(low: number, high: number): number[] {
  const count = Math.round(Math.log10(high / low)) + 1;
  return Array.from({ length: count }, (_, i) => Number((low * 10 ** i).toPrecision(1)));
}

function scale(low: number, high: number, from: number, to: number): Place {
  return (value) => from + ((to - from) * Math.log(value / low)) / Math.log(high / low);
}

/** From the last point back, to the edge of the plot. */
function guide(points: readonly Point[], power: number, { x, y, low }: { x: Place; y: Place; low: number }): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return "";
  const from = Math.max(first.x, last.x * (low / last.y) ** (1 / power));
  const begin = `${round(x(from))},${round(y(last.y * (from / last.x) ** power))}`;
  return `<polyline class="guide" points="${begin} ${round(x(last.x))},${round(y(last.y))}"/>`;
}

function rule(value: number, at: number): string[] {
  const line = `<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${round(at)}" y2="${round(at)}"/>`;
  return [line, text(String(value), plot.left - 6, at + 4, "end")];
}

function text(content: string, x: number, y: number, anchor = "middle", className = ""): string {
  const style = className === "" ? "" : ` class="${className}"`;
  return `<text${style} x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${content}</text>`;
}

function round(value: number): number {
  return Number(value.toFixed(1));
}

function shortest(value: number): string {
  return String(Number(value.toPrecision(3)));
}
