/** The whole graph as a picture to take away: the drawing of graph-view.tsx with a pen, also where it is too long to be seen. */
import type { ModelSnapshot } from "../../../src/protocol/view-contract.ts";
import { edgePath } from "../../geometry/graph-drawing.ts";
import type { GraphItems } from "../../geometry/graph-items.ts";
import type { PlacedNode } from "../../geometry/graph-layout.ts";
import { type Pen, type Sheet, textFont } from "../../share/sheet.ts";
import type { Theme } from "../../theme.ts";
import { describeModel } from "../../words/graph.ts";
import { type DrawnGraph, type DrawnNode, drawGraph } from "./drawn-graph.ts";

const PADDING = 9;
const LINE = 19;
const ARROW = 7;

export function graphSheet(model: ModelSnapshot, items: GraphItems): Sheet {
  // As wide as it needs to be: nothing on a picture scrolls.
  const graph = drawGraph(model, items, Number.POSITIVE_INFINITY);
  const { width, height } = graph.layout;
  return {
    title: model.fileName,
    subtitle: describeModel(model.layers),
    body: { width, height, draw: (pen, theme) => drawAll(pen, graph, theme) },
  };
}

function drawAll(pen: Pen, { layout, metrics, nodes }: DrawnGraph, theme: Theme): void {
  pen.strokeStyle = theme.hatch;
  pen.fillStyle = theme.hatch;
  pen.lineWidth = 1.25;
  for (const edge of layout.edges) {
    pen.stroke(new Path2D(edgePath(layout, edge, metrics)));
    drawArrow(pen, edge.end, (layout.nodes[edge.to] as PlacedNode).y);
  }
  nodes.forEach((node, index) => {
    drawNode(pen, node, { place: layout.nodes[index] as PlacedNode, width: metrics.nodeWidth }, theme);
  });
}

function drawArrow(pen: Pen, x: number, y: number): void {
  pen.beginPath();
  pen.moveTo(x - ARROW / 2, y - ARROW);
  pen.lineTo(x, y);
  pen.lineTo(x + ARROW / 2, y - ARROW);
  pen.fill();
}

interface NodeRoom {
  readonly place: PlacedNode;
  readonly width: number;
}

function drawNode(pen: Pen, { item, words, share }: DrawnNode, { place, width }: NodeRoom, theme: Theme): void {
  const x = place.x - width / 2;
  // The second sheet of a folded block lies behind it.
  if (item.block) drawBox(pen, { x: x + 5, y: place.y + 5, width, height: place.height }, theme);
  drawBox(pen, { x, y: place.y, width, height: place.height }, theme);
  const lines = linesOf(item.block?.count, words);
  lines.forEach(([left, right], line) => {
    const strong = line === 0;
    pen.fillStyle = strong ? theme.foreground : theme.muted;
    const y = place.y + 6 + line * LINE;
    drawLine(
      pen,
      [left, right],
      { x: x + PADDING, y, width: width - 2 * PADDING },
      strong ? boldFont(theme) : textFont(theme),
    );
  });
  if (share > 0) {
    pen.fillStyle = theme.curves.loss;
    pen.fillRect(x, place.y + place.height - 4, width * share, 4);
  }
}

function boldFont(theme: Theme): string {
  return `600 ${textFont(theme, 13)}`;
}

function linesOf(times: number | undefined, words: DrawnNode["words"]): [string, string][] {
  const { name, shape, kind, parameters, macs, share, problem } = words;
  if (times !== undefined)
    return [
      [name, `× ${times}`],
      [kind, shape],
      [parameters, ""],
      [macs, share],
    ];
  if (problem !== undefined)
    return [
      [name, shape],
      [`⚠ ${problem}`, ""],
    ];
  return [
    [name, shape],
    [kind, parameters],
    [macs, share],
  ];
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function drawBox(pen: Pen, { x, y, width, height }: Box, theme: Theme): void {
  pen.beginPath();
  pen.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, 4);
  pen.fillStyle = theme.background;
  pen.fill();
  pen.strokeStyle = theme.hatch;
  pen.lineWidth = 1;
  pen.stroke();
}

function drawLine(
  pen: Pen,
  [left, right]: readonly [string, string],
  { x, y, width }: Omit<Box, "height">,
  font: string,
): void {
  pen.font = font;
  pen.textBaseline = "top";
  pen.textAlign = "right";
  pen.fillText(right, x + width, y);
  const room = width - (right === "" ? 0 : pen.measureText(right).width + 8);
  pen.textAlign = "left";
  pen.fillText(shortened(pen, left, room), x, y);
}

/** As much of the text as has room, with an ellipsis for the rest. */
function shortened(pen: Pen, text: string, room: number): string {
  if (pen.measureText(text).width <= room) return text;
  let length = text.length;
  while (length > 0 && pen.measureText(`${text.slice(0, length)}…`).width > room) length--;
  return `${text.slice(0, length)}…`;
}
