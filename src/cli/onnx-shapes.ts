/** `convlens shapes` for ONNX files: one row for each node. */
import type { OnnxDocument, OnnxStep } from "../formats/onnx/onnx-document.ts";
import { formatNumber } from "../service/words.ts";
import { formatDim } from "../tensor/dim/text.ts";
import type { Dim } from "../tensor/dim.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { onnxDiagnostics } from "./onnx-file.ts";
import { formatTable } from "./table.ts";

type Sizes = readonly (number | null)[];

interface Row {
  /** The node's number in the file, from 1. */
  readonly line: number;
  readonly name: string;
  readonly type: string;
  /** Of the first value that comes out; `null`: not even the number of axes is known. */
  readonly outputShape: Sizes | null;
  readonly params: number;
  readonly macs: number | null;
}

export interface OnnxReport {
  readonly entry: string;
  /** With several inputs each by its name. */
  readonly input: Sizes | null | Readonly<Record<string, Sizes | null>>;
  readonly inputSource: "option" | "file";
  readonly layers: readonly Row[];
  readonly diagnostics: readonly Diagnostic[];
  readonly totalParams: number;
  /** Without the statistics of batch normalization, as PyTorch counts. */
  readonly totalTrainableParams: number;
  /** `null` where only a part of it is known. */
  readonly totalMacs: number | null;
}

export function reportOnOnnx(document: OnnxDocument, inputSource: OnnxReport["inputSource"]): OnnxReport {
  const { model, steps } = document;
  const total = (count: (step: OnnxStep) => number): number => steps.reduce((sum, step) => sum + count(step), 0);
  const isKnown = steps.every(({ macs }) => macs !== undefined);
  return {
    entry: model.name,
    input: inputOf(document),
    inputSource,
    layers: steps.map(rowFor),
    diagnostics: onnxDiagnostics(document),
    totalParams: total(({ parameters }) => parameters),
    totalTrainableParams: total(({ trainable }) => trainable),
    totalMacs: isKnown ? total(({ macs = 0 }) => macs) : null,
  };
}

function inputOf({ inputs }: OnnxDocument): OnnxReport["input"] {
  const shapes = inputs.map(({ name, shape }) => [name, sizesOf(shape)] as const);
  return shapes.length > 1 ? Object.fromEntries(shapes) : (shapes[0]?.[1] ?? null);
}

function rowFor({ node, outputs, parameters, macs }: OnnxStep): Row {
  const { number, name, type } = node;
  return { line: number, name, type, outputShape: sizesOf(outputs[0]?.shape), params: parameters, macs: macs ?? null };
}

function sizesOf(shape: readonly Dim[] | undefined): Sizes | null {
  return shape?.map((size) => (typeof size === "number" ? size : null)) ?? null;
}

/** Constants are left out: they are many, and say nothing about the model. */
export function formatOnnxReport(report: OnnxReport, { model, inputs, steps }: OnnxDocument): string {
  const rows = steps
    .filter(({ node }) => node.type !== "Constant")
    .map(({ node, outputs, parameters, macs }) => [
      String(node.number),
      node.name,
      node.type,
      shapeText(outputs[0]?.shape),
      formatNumber(parameters),
      macs === undefined ? "" : formatNumber(macs),
    ]);
  const { totalParams, totalTrainableParams, totalMacs } = report;
  const total = ["", "total", "", "", formatNumber(totalParams), totalMacs === null ? "" : formatNumber(totalMacs)];
  const table = formatTable([["node", "name", "type", "output", "params", "MACs"], ...rows, total], new Set([0, 4, 5]));
  const heading = inputs.map(({ name, shape }) => `${name} ${shapeText(shape)}`).join(", ");
  const measured = totalParams - totalTrainableParams;
  const note = measured > 0 ? `${formatNumber(measured)} of the parameters are measured, not trained.\n` : "";
  return `${model.name} (opset ${model.opset}), input ${heading || "none"}\n\n${table}\n${note}${unknownText(steps)}`;
}

function shapeText(shape: readonly Dim[] | undefined): string {
  return shape ? `[${shape.map(formatDim).join(", ")}]` : "unknown";
}

const MOST_REASONS = 10;

/** Each reason once, and the shapes that are the file's own word. */
function unknownText(steps: readonly OnnxStep[]): string {
  const values = steps.flatMap(({ outputs }) => outputs);
  const reasons = new Set(values.flatMap(({ shape, reason }) => (shape === undefined && reason ? [reason] : [])));
  const said = steps.filter(({ outputs: [first] }) => first?.shape !== undefined && first.reason !== undefined);
  const lines = [...reasons].slice(0, MOST_REASONS).map((reason) => `Not known: ${reason}.\n`);
  if (reasons.size > MOST_REASONS) lines.push(`… and for ${reasons.size - MOST_REASONS} other reasons.\n`);
  if (said.length > 0)
    lines.push(`Taken from the file's own shapes: ${said.map(({ node }) => node.name).join(", ")}.\n`);
  return lines.join("");
}
