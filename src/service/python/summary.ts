/** A model's operations as a table of blocks in blocks, functional ones included, with the line of each: what torchinfo prints, without a run. */
import { siteIn } from "../../formats/python/place-problems.ts";
import type { PythonDocument, PythonModel } from "../../formats/python/python-document.ts";
import type { Operation } from "../../python/trace.ts";
import { type Column, type Report, type ReportRow, ReportWriter } from "../report.ts";
import { formatNumber } from "../words.ts";
import { lineOf } from "./lines.ts";
import { costsOf, inputInWords } from "./model-words.ts";
import { tensorsInWords } from "./shape-words.ts";
import { type Count, countIn, countText, ofEachSample, parametersOf } from "./sizes.ts";
import { type Block, blocksOf, leavesOf } from "./summary-tree.ts";

export interface SummaryRow {
  readonly line: number | undefined;
  /** The module's dotted name, else the operation's type. */
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
function fieldOf({ drawing }: PythonModel, operation: Operation): string {
  const { nodeOf, analysis } = drawing.value;
  const node = analysis.nodes[nodeOf.get(operation) ?? -1];
  if (!node?.known || node.receptiveField.kind !== "window") return "";
  const { vertical, horizontal } = node.receptiveField;
  return `${Math.ceil(vertical.size)} × ${Math.ceil(horizontal.size)}`;
}

/** The likeliest to be looked for come first: what does not fit into a narrow editor stands to their right. */
export const SUMMARY_COLUMNS: readonly Column[] = [
  { title: "name" },
  { title: "output" },
  { title: "parameters", isNumber: true },
  { title: "MACs", isNumber: true },
  { title: "receptive field", isNumber: true },
  { title: "type" },
];

/** Totals, and a row for each block that opens to what is in it. */
export function summaryReport(document: PythonDocument, model: PythonModel): Report {
  const writer = new ReportWriter();
  const { parameters, trainable, macs, eachSample } = costsOf(model);
  writer.paragraph(`# ${titleOf(model)}`);
  writer.paragraph(
    `Input ${inputInWords(model)}.`,
    `Parameters: ${totalText(parameters)}, trained: ${totalText(trainable)}.`,
    `Multiply-accumulates${eachSample ? " for each sample" : ""}: ${totalText(macs)}.`,
  );
  if (model.unknown.length > 0) writer.paragraph("Not known:", ...model.unknown.map((reason) => `- ${reason}`));
  const rows = new Map(model.operations.map((operation) => [operation, rowOf(document, model, operation)] as const));
  const context = { document, model, rows };
  writer.table(
    SUMMARY_COLUMNS,
    blocksOf(model).map((block) => reportRow(context, block, "")),
  );
  return writer.report;
}

/** `net: SmallNet`, where the file's variable is not all that is known. */
export function titleOf({ name, root }: PythonModel): string {
  const cls = root?.cls;
  return cls === undefined || cls.name === name || !cls.written ? name : `${name}: ${cls.name}`;
}

interface Context {
  readonly document: PythonDocument;
  readonly model: PythonModel;
  readonly rows: ReadonlyMap<Operation, SummaryRow>;
}

/** `around`: the name of the module that it stands in, which its own name need not repeat. */
function reportRow(context: Context, block: Block, around: string): ReportRow {
  const { operation, children } = block;
  const row = operation ? context.rows.get(operation) : undefined;
  const path = (operation?.module && context.model.names.get(operation.module)) ?? around;
  const sum = children.length > 0 ? leavesOf(block).reduce((total, leaf) => total + macsOf(context, leaf), 0) : 0;
  const macs = row?.macs ?? (sum > 0 ? sum : undefined);
  const inner = children.map((child) => reportRow(context, child, path));
  if (row === undefined) return callRow(context, block, { macs, inner });
  return {
    line: row.line,
    cells: [
      labelOf(row, around),
      row.shape,
      row.parameters ? countText(row.parameters) : "",
      numberText(macs),
      row.receptiveField,
      row.type,
    ],
    children: inner,
  };
}

/** What a function gives is what the last thing in it gives; it has the parameters of the layers that it calls. */
function callRow(
  context: Context,
  block: Block,
  { macs, inner }: { readonly macs: number | undefined; readonly inner: readonly ReportRow[] },
): ReportRow {
  const { document, rows } = context;
  const { call } = block;
  const here = siteIn(call, document.path);
  const leaves = leavesOf(block);
  const owners = new Map(leaves.map((leaf) => [leaf.module ?? leaf, rows.get(leaf)?.parameters] as const));
  const counts = [...owners.values()].flatMap((count) => (count ? [count] : []));
  const parameters = { value: counts.reduce((sum, { value }) => sum + value, 0), isLeast: counts.some(isLeast) };
  const [last] = leaves.slice(-1);
  return {
    line: here && lineOf(document.text, here.anchor.start),
    cells: [
      call ? call.file.text.slice(call.anchor.start, call.anchor.end) : "",
      (last && rows.get(last)?.shape) ?? "",
      parameters.value > 0 ? countText(parameters) : "",
      numberText(macs),
      (last && rows.get(last)?.receptiveField) ?? "",
      "function",
    ],
    children: inner,
  };
}

function isLeast(count: Count): boolean {
  return count.isLeast;
}

function macsOf({ rows }: Context, operation: Operation): number {
  return rows.get(operation)?.macs ?? 0;
}

/** `conv1`; of a layer that has only a number its type, too: `0 Conv2d`. */
function labelOf({ name, type }: SummaryRow, around: string): string {
  const own = around !== "" && /^[./]/.test(name.slice(around.length)) ? name.slice(around.length + 1) : name;
  return /^\d+$/.test(own) ? `${own} ${type}` : own;
}

export function numberText(value: number | undefined): string {
  return value === undefined ? "" : formatNumber(value);
}

function totalText(count: Count | undefined): string {
  return count === undefined ? "unknown" : countText(count);
}
