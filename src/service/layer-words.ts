/** What is known about a layer, as Markdown: its shapes, how they come about, and what else follows, line by line. */
import type { ModelDocument } from "../formats/model-document.ts";
import type { Analysis, KnownNode } from "../graph/analysis.ts";
import type { Graph, GraphNode, Source } from "../graph/graph.ts";
import { mostCells, type ReceptiveField } from "../graph/receptive-field.ts";
import type { LayerShape } from "../layers/layer.ts";
import { formatShape, sizeOf } from "../tensor/shape.ts";
import { calculationOf } from "./calculation.ts";
import { paddingInWords, unusedInWords } from "./window-words.ts";
import { countOf, escapeMarkdown, formatNumber } from "./words.ts";

/** The shapes and how they come about, in paragraphs; for an unknown layer why it is unknown. */
export function shapeMarkdown(document: ModelDocument, index: number): string[] {
  const { graph, analysis } = document;
  const shapes = `**${shapesInWords(graph, analysis, index)}**`;
  const node = analysis.nodes[index];
  if (node === undefined) return [shapes];
  if (!node.known) return [shapes, ...troublesOf(document, index, node.reason).map(escapeMarkdown)];
  const calculation = calculationOf(node);
  const block = calculation === "" ? [] : [`\`\`\`text\n${calculation}\n\`\`\``];
  return [shapes, ...block, factsOf(node).join("  \n")];
}

/** The layer's own mistakes; without any, the reason that it has from the layers before it. */
function troublesOf({ graph, issues }: ModelDocument, index: number, reason: string): string[] {
  const whole = graph.nodes[index]?.origin.whole;
  const own = issues.filter(
    ({ range, severity }) => severity === "error" && whole && whole.start <= range.start && range.end <= whole.end,
  );
  return own.length > 0 ? own.map(({ message }) => message) : [`Unknown, because ${reason}.`];
}

/** `28 × 28 × 1 → 28 × 28 × 8`; what is not known is `unknown`. */
function shapesInWords(graph: Graph, analysis: Analysis, index: number): string {
  const sources = graph.nodes[index]?.inputs ?? [];
  const inputs = sources.map((source) => feederShape(graph, analysis, source)).join(", ");
  return `${inputs || "unknown"} → ${outputInWords(analysis, index)}`;
}

/** `13 × 13 × 16`, or `unknown`. */
export function outputInWords(analysis: Analysis, index: number): string {
  const node = analysis.nodes[index];
  return node?.known ? formatShape(node.shape.output) : "unknown";
}

function feederShape(graph: Graph, analysis: Analysis, source: Source): string {
  if (source.kind === "node") return outputInWords(analysis, source.index);
  const shape = source.kind === "input" ? graph.inputs[source.index]?.shape : undefined;
  return shape ? formatShape(shape) : "unknown";
}

/** Padding, cells left out, receptive field, what is measured, and size, one line each. */
function factsOf(node: KnownNode): string[] {
  const { shape, receptiveField, activationBytes } = node;
  return [
    ...windowFacts(shape),
    `Receptive field: ${fieldInWords(receptiveField)}.`,
    ...measuredFacts(node),
    `Output of one sample: ${countOf(sizeOf(shape.output), "number")}, ${bytesInWords(activationBytes)}.`,
  ];
}

function windowFacts({ window, reach }: LayerShape): string[] {
  if (window === undefined) return [];
  // A layer that has both slides its window over its output: it reverses a convolution, and its padding crops.
  const [padding, unused] = reach
    ? [`Cropped from the output: ${paddingInWords(window)}.`, unusedInWords(window, "written by no kernel")]
    : [`Padding: ${paddingInWords(window)}.`, unusedInWords(window)];
  return unused === undefined ? [padding] : [padding, unused];
}

function measuredFacts({ parameters, trainableParameters }: KnownNode): string[] {
  const measured = parameters - trainableParameters;
  return measured === 0
    ? []
    : [`${formatNumber(measured)} of the parameters are measured while training, not trained.`];
}

function bytesInWords(bytes: number): string {
  if (bytes < 1024) return countOf(bytes, "byte");
  const [size, unit] = bytes < 1024 ** 2 ? [bytes / 1024, "KiB"] : [bytes / 1024 ** 2, "MiB"];
  return `${formatNumber(Math.round(size * 10) / 10)} ${unit}`;
}

/** `5 × 5 input cells, moving by 2`. */
export function fieldInWords(field: ReceptiveField): string {
  if (field.kind === "global") return "the whole input";
  const { vertical, horizontal, exact } = field;
  const [height, width] = [mostCells(vertical), mostCells(horizontal)];
  const cells = `${formatNumber(height)} × ${formatNumber(width)} input ${height * width === 1 ? "cell" : "cells"}`;
  const [down, right] = [strideInWords(vertical.stride), strideInWords(horizontal.stride)];
  return `${exact ? "" : "at most "}${cells}, moving by ${down === right ? down : `${down} × ${right}`}`;
}

/** A layer that enlarges the image makes it a fraction. */
function strideInWords(stride: number): string {
  return formatNumber(Math.round(stride * 1000) / 1000);
}

/** Name, title and type: `**conv2d_1** · 2-D convolution (conv2d)`. */
export function titleOf({ name, type, definition }: GraphNode): string {
  const kind = definition ? `${definition.title} (${escapeMarkdown(type)})` : escapeMarkdown(type);
  return `**${escapeMarkdown(name)}** · ${kind}`;
}
