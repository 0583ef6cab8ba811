/** The curves as a picture to take away: drawn anew, larger and sharper than they stand on the page. */
import uPlot from "uplot";
import { type CurveData, chartTop } from "../geometry/curve-data.ts";
import { canvasBody } from "../share/bodies.ts";
import type { Key, Sheet } from "../share/sheet.ts";
import { model } from "../state/model.ts";
import { type Theme, theme } from "../theme.ts";
import { chartOptions, columnsOf, DASH, DOTS, type Drawn, drawnOf } from "./loss-chart.ts";

const SIZE = { width: 640, height: 320 } as const;
const UNIT = 2;

export async function lossSheet(data: CurveData, words: string): Promise<Sheet> {
  const colours = theme.peek();
  const drawn = drawnOf(data);
  const size = { width: SIZE.width * UNIT, height: SIZE.height * UNIT, unit: UNIT };
  const world = { top: () => chartTop(data), point: () => undefined };
  const plot = new uPlot(chartOptions(size, colours, drawn, world), columnsOf(data), document.createElement("div"));
  // uPlot draws in a microtask of its own.
  await new Promise<void>((resolve) => setTimeout(resolve));
  const { canvas } = plot.ctx;
  plot.destroy();
  return {
    title: "Loss",
    subtitle: `${model.peek()?.fileName ?? ""} · ${words}`,
    body: canvasBody(canvas, SIZE),
    keys: keysOf(colours, drawn),
  };
}

function keysOf({ curves: { loss, testLoss, accuracy } }: Theme, { epochs, tests }: Drawn): Key[] {
  return [
    { label: "Loss", colour: loss },
    ...(epochs ? [{ label: "Accuracy", colour: accuracy, dash: DOTS }] : []),
    ...(tests ? [{ label: "Test loss", colour: testLoss }] : []),
    ...(tests ? [{ label: "Test accuracy", colour: accuracy, dash: DASH }] : []),
  ];
}
