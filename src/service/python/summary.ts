/** A model's operations as a table, functional ones included, with the line of each: what torchinfo prints, without a run. */
import { siteIn } from "../../formats/python/place-problems.ts";
import type { PythonDocument, PythonModel } from "../../formats/python/python-document.ts";
import type { Operation } from "../../python/trace.ts";
import { formatNumber } from "../words.ts";
import { lineOf } from "./lines.ts";
import { costsOf, inputInWords } from "./model-words.ts";
import { tensorsInWords } from "./shape-words.ts";
import { type Count, countIn, countText, ofEachSample, parametersOf } from "./sizes.ts";

export interface SummaryRow {
  readonly line: number | undefined;
  readonly name: string;
  readonly type: string;
  readonly shape: string;
  /** The module's own and those of what it contains; `undefined`: none, or not known. */
  readonly parameters: Count | undefined;
  readonly macs: number | undefined;
  readonly receptiveField: string;
  readonly container: boolean;
}

/** One row for each executed operation, in the order of execution. */
export function summaryRows(document: PythonDocument, model: PythonModel): SummaryRow[] {
  return model.operations.map((operation) => rowOf(document, model, operation));
}

function rowOf(document: PythonDocument, model: PythonModel, operation: Operation): SummaryRow {
  const { module, type, outputs, macs, container } = operation;
  const here = siteIn(operation.site, document.path) ?? siteIn(module?.site, document.path);
  const owned = parametersOf(model, operation);
  return {
    line: here && lineOf(document.text, here.anchor.start),
    name: (module && model.names.get(module)) || type,
    type,
    shape: tensorsInWords(outputs, model.framework),
    parameters: owned.length > 0 ? countIn(model, operation) : undefined,
    macs: macsIn(model, macs),
    receptiveField: fieldOf(model, operation),
    container,
  };
}

/** Of each sample, where how many there are is not known; `undefined`: none, or not known. */
function macsIn(model: PythonModel, macs: Operation["macs"] = 0): number | undefined {
  const count = ofEachSample(model, macs) ?? macs;
  return typeof count === "number" && count > 0 ? count : undefined;
}

/** `5 × 5`; empty where there is no window. */
function fieldOf({ nodeOf, analysis }: PythonModel, operation: Operation): string {
  const node = analysis.nodes[nodeOf.get(operation) ?? -1];
  if (!node?.known || node.receptiveField.kind !== "window") return "";
  const { vertical, horizontal } = node.receptiveField;
  return `${Math.ceil(vertical.size)} × ${Math.ceil(horizontal.size)}`;
}

const HEADING = ["line", "name", "type", "output", "parameters", "MACs", "receptive field"];

/** The table as Markdown that is readable as plain text too. */
export function summaryMarkdown(document: PythonDocument, model: PythonModel): string {
  const rows = summaryRows(document, model).map((row) => [
    String(row.line ?? ""),
    row.container ? `${row.name} (whole)` : row.name,
    row.type,
    row.shape,
    row.parameters ? countText(row.parameters) : "",
    numberText(row.macs),
    row.receptiveField,
  ]);
  const { parameters, trainable, macs, eachSample } = costsOf(model);
  return [
    `# ${model.name}`,
    `Input ${inputInWords(model)}.`,
    `Parameters: ${totalText(parameters)}, trained: ${totalText(trainable)}. Multiply-accumulates${eachSample ? " for each sample" : ""}: ${totalText(macs)}.`,
    ...(model.unknown.length > 0 ? [`Not known:\n${model.unknown.map((reason) => `- ${reason}`).join("\n")}`] : []),
    // Last, because that of a large model is hundreds of lines long.
    markdownTable(HEADING, rows),
  ].join("\n\n");
}

function numberText(value: number | undefined): string {
  return value === undefined ? "" : formatNumber(value);
}

function totalText(count: Count | undefined): string {
  return count === undefined ? "unknown" : countText(count);
}

/** Columns as wide as their widest cell. */
export function markdownTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...escaped.map((row) => (row[column] ?? "").length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(heading), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...escaped.map(line)].join(
    "\n",
  );
}
