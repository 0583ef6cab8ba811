/** `convlens shapes`: every layer's output shape, parameters and operations. */
import type { NodeAnalysis } from "../graph/analysis.ts";
import type { Graph, GraphNode } from "../graph/graph.ts";
import type { Shape } from "../tensor/shape.ts";
import { type Diagnostic, diagnosticsOf, formatDiagnostic, tellDiagnostics } from "./diagnostics.ts";
import { entryOption } from "./entry-option.ts";
import { CliError, type ExitCode, exit } from "./exit.ts";
import { hasErrors, type ModelFile, readModelFile, readModelFileFor } from "./model-file.ts";
import { isOnnx, readOnnxFile } from "./onnx-file.ts";
import { formatOnnxReport, reportOnOnnx } from "./onnx-shapes.ts";
import { type Options, onlyFile, parseOptions } from "./options.ts";
import { isPython, readPythonFile } from "./python-file.ts";
import { formatPythonReport, reportOnPython } from "./python-shapes.ts";
import { formatTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

interface LayerRow {
  readonly line: number;
  readonly name: string;
  readonly type: string;
  readonly outputShape: Shape | null;
  readonly params: number | null;
  readonly macs: number | null;
}

interface ShapesReport {
  readonly entry: string;
  /** With several inputs each by its name. */
  readonly input: Shape | null | Readonly<Record<string, Shape | null>>;
  readonly inputSource: "option" | "file";
  readonly layers: readonly LayerRow[];
  readonly diagnostics: readonly Diagnostic[];
  readonly totalParams: number;
  /** Without the statistics of batch normalization, as PyTorch counts. */
  readonly totalTrainableParams: number;
  readonly totalMacs: number;
  /** Of all outputs for one sample, in float32. */
  readonly totalActivationBytes: number;
}

export function shapes(args: readonly string[], terminal: Terminal): ExitCode | Promise<ExitCode> {
  const options = parseOptions(args, { texts: ["input", "entry", "args"], flags: ["json"] });
  const file = onlyFile("shapes", options);
  if (isPython(file)) return shapesOfPython(file, options, terminal);
  return isOnnx(file) ? shapesOfOnnx(file, options, terminal) : shapesOfModel(file, options, terminal);
}

async function shapesOfPython(path: string, options: Options, terminal: Terminal): Promise<ExitCode> {
  const [entry, inputs] = [entryOption(options), inputOptions(options)];
  const file = await readPythonFile(path, { ...(entry && { entry }), ...(inputs && { inputs }) });
  const report = reportOnPython(file);
  return tellReport(report, { path, options, terminal, format: () => formatPythonReport(report, file) });
}

function shapesOfOnnx(path: string, options: Options, terminal: Terminal): ExitCode {
  refuseEntry(options, "*.onnx");
  const inputs = inputOptions(options, 1);
  const document = readOnnxFile(path, inputs);
  const report = reportOnOnnx(document, inputs ? "option" : "file");
  return tellReport(report, { path, options, terminal, format: () => formatOnnxReport(report, document) });
}

interface Telling {
  readonly path: string;
  readonly options: Options;
  readonly terminal: Terminal;
  /** The report for people. */
  readonly format: () => string;
}

function tellReport(
  report: { readonly diagnostics: readonly Diagnostic[] },
  { path, options, terminal, format }: Telling,
): ExitCode {
  if (options.flag("json")) {
    terminal.print(`${JSON.stringify(report)}\n`);
  } else {
    terminal.print(format());
    for (const diagnostic of report.diagnostics) terminal.tell(formatDiagnostic(path, diagnostic));
  }
  return report.diagnostics.some(({ severity }) => severity === "error") ? exit.modelHasErrors : exit.done;
}

/** What chooses among the models of a program. */
function refuseEntry(options: Options, kind: string): void {
  for (const name of ["entry", "args"]) {
    if (options.text(name) !== undefined) throw new CliError(`--${name} does not apply to a ${kind} file.`);
  }
}

function shapesOfModel(file: string, options: Options, terminal: Terminal): ExitCode {
  refuseEntry(options, "*.cnn.json");
  const input = inputOption(options);
  const model = input ? readModelFileFor(input.slice(1), file) : readModelFile(file);
  const report = reportOn(model, input);
  if (options.flag("json")) {
    terminal.print(`${JSON.stringify(report)}\n`);
  } else {
    terminal.print(formatReport(report));
    tellDiagnostics(model, terminal);
  }
  return hasErrors(model.document) ? exit.modelHasErrors : exit.done;
}

/** One for each input, with the batch first; `undefined` without the option. */
function inputOptions(options: Options, least = 2): readonly Shape[] | undefined {
  const texts = options.text("input")?.split(";");
  // Beside others one may hold a single number for each sample: its class, its time step.
  return texts?.map((text) => shapeIn(text, texts.length > 1 ? 1 : least));
}

function inputOption(options: Options): Shape | undefined {
  const text = options.text("input");
  return text === undefined ? undefined : shapeIn(text);
}

function shapeIn(text: string, least = 2): Shape {
  const shape = text.split(",").map((dim) => (/^\s*\d+\s*$/.test(dim) ? Number(dim) : 0));
  if (shape.length >= least && shape.every((dim) => dim >= 1 && Number.isSafeInteger(dim))) return shape;
  throw new CliError(`--input must be a shape with the batch, such as 1,28,28,1, not "${text}".`);
}

function reportOn(model: ModelFile, option: Shape | undefined): ShapesReport {
  const { graph, analysis } = model.document;
  const [batch = 1] = option ?? [];
  const left = graph.nodes.map((_, index) => index).filter((index) => !analysis.order.includes(index));
  // What is on a cycle is never executed, but should not vanish either.
  const layers = [...analysis.order, ...left].map((index) => {
    const node = graph.nodes[index] as GraphNode;
    return rowFor(node, analysis.nodes[index] as NodeAnalysis, {
      batch,
      line: model.placeOf(node.origin.whole.start).line,
    });
  });
  return {
    entry: graph.name,
    input: inputOf(graph, batch),
    inputSource: option ? "option" : "file",
    layers,
    diagnostics: diagnosticsOf(model),
    totalParams: analysis.parameters,
    totalTrainableParams: analysis.trainableParameters,
    totalMacs: analysis.macs,
    totalActivationBytes: analysis.activationBytes,
  };
}

function inputOf({ inputs }: Graph, batch: number): ShapesReport["input"] {
  const shapes = inputs.map(({ name, shape }): [string, Shape | null] => [name, shape ? [batch, ...shape] : null]);
  // A model has at least one input, known or not.
  return shapes.length > 1 ? Object.fromEntries(shapes) : (shapes[0]?.[1] ?? null);
}

function rowFor(
  { name, type }: GraphNode,
  analysis: NodeAnalysis,
  { batch, line }: { readonly batch: number; readonly line: number },
): LayerRow {
  if (!analysis.known) return { line, name, type, outputShape: null, params: null, macs: null };
  const { shape, parameters, macs } = analysis;
  return { line, name, type, outputShape: [batch, ...shape.output], params: parameters, macs: macs?.value ?? 0 };
}

function formatReport(report: ShapesReport): string {
  const { entry, input, layers, totalParams, totalTrainableParams, totalMacs, totalActivationBytes } = report;
  const rows = layers.map(({ line, name, type, outputShape, params, macs }) => [
    String(line),
    name,
    type,
    formatShape(outputShape),
    formatCount(params),
    formatCount(macs),
  ]);
  const heading = ["line", "name", "type", "output", "params", "MACs"];
  const total = ["", "total", "", "", formatCount(totalParams), formatCount(totalMacs)];
  const table = formatTable([heading, ...rows, total], new Set([0, 4, 5]));
  const measured = totalParams - totalTrainableParams;
  const notes = [
    ...(measured > 0 ? [`${formatCount(measured)} of the parameters are measured, not trained.\n`] : []),
    `All outputs of one sample take ${formatCount(totalActivationBytes)} bytes in float32.\n`,
  ];
  return `${entry}, input ${formatInput(input)}\n\n${table}\n${notes.join("")}`;
}

function formatInput(input: ShapesReport["input"]): string {
  if (input === null || Array.isArray(input)) return formatShape(input);
  return Object.entries(input)
    .map(([name, shape]) => `${name} ${formatShape(shape)}`)
    .join(", ");
}

function formatShape(shape: Shape | null): string {
  return shape ? `[${shape.join(", ")}]` : "unknown";
}

function formatCount(count: number | null): string {
  return count === null ? "unknown" : count.toLocaleString("en");
}
