/** `convlens shapes` for PyTorch and Keras source: one row for each executed operation. */
import { siteIn } from "../formats/python/place-problems.ts";
import type { PythonModel } from "../formats/python/python-document.ts";
import type { Site } from "../python/site.ts";
import { sizeText } from "../python/tensors/unknown-size.ts";
import type { Operation } from "../python/trace.ts";
import { costsOf } from "../service/python/model-words.ts";
import { type Count, countIn, countText } from "../service/python/sizes.ts";
import { formatNumber } from "../service/words.ts";
import type { Dim } from "../tensor/dim.ts";
import { type Diagnostic, placedDiagnostics } from "./diagnostics.ts";
import type { PythonFile } from "./python-file.ts";
import { formatTable } from "./table.ts";

type Sizes = readonly (number | null)[];

interface Row {
  /** Where the operation is written; `null`: in no file that was read. */
  readonly line: number | null;
  /** Where its module is built, if that is elsewhere. */
  readonly constructorLine?: number;
  /** Where it is not the file itself. */
  readonly file?: string;
  readonly name: string;
  readonly type: string;
  /** Of the first tensor that comes out; `null`: not even the number of axes is known. */
  readonly outputShape: Sizes | null;
  /** With those of the modules inside, for a container; `null` where a part of it is not known. */
  readonly params: number | null;
  /** `null` for a container, whose parts have rows of their own, and where a size is not known. */
  readonly macs: number | null;
}

export interface PythonReport {
  readonly entry: string | null;
  /** With several inputs a list of them. */
  readonly input: Sizes | readonly (Sizes | null)[] | null;
  readonly inputSource: "option" | "file" | "solved" | "dataset" | null;
  readonly layers: readonly Row[];
  readonly diagnostics: readonly Diagnostic[];
  /** `null`, like the other totals, where only a part of it is known. */
  readonly totalParams: number | null;
  readonly totalTrainableParams: number | null;
  readonly totalMacs: number | null;
}

/** Of the file's main model; rows also of every model that a Keras file builds while it is loaded. */
export function reportOnPython(file: PythonFile): PythonReport {
  const { document } = file;
  const [model] = document.models;
  const diagnostics = placedDiagnostics(document.issues, file.placeOf);
  if (model === undefined) return { ...nothing, diagnostics };
  const { parameters, trainable, macs, eachSample } = costsOf(model);
  return {
    entry: model.name,
    input: inputOf(model),
    inputSource: sourceOf(model),
    layers: executedIn(document).map(({ of, operation }) => rowFor(file, of, operation)),
    diagnostics,
    totalParams: wholeCount(parameters),
    totalTrainableParams: wholeCount(trainable),
    totalMacs: eachSample ? null : wholeCount(macs),
  };
}

interface Step {
  readonly of: PythonModel;
  readonly operation: Operation;
}

/** Those of the main model, and of all models that have run while the file was loaded, in the order of the file; what they share once. */
function executedIn({ models, loose }: PythonFile["document"]): Step[] {
  const [main] = models;
  const together = models.filter((model) => model === main || model.isLoaded);
  const inOrder = together.sort((a, b) => (a.root?.site.range.start ?? 0) - (b.root?.site.range.start ?? 0));
  const seen = new Set<Operation["outputs"]>();
  const steps = inOrder.flatMap((of) =>
    of.operations.flatMap((operation) => {
      if (seen.has(operation.outputs)) return [];
      seen.add(operation.outputs);
      return [{ of, operation }];
    }),
  );
  // Around PyTorch's models is only what feeds them.
  const others = main?.framework === "keras" ? loose.filter(({ outputs }) => !seen.has(outputs)) : [];
  return [...steps, ...others.map((operation) => ({ of: main as PythonModel, operation }))];
}

const nothing = {
  entry: null,
  input: null,
  inputSource: null,
  layers: [],
  totalParams: null,
  totalTrainableParams: null,
  totalMacs: null,
};

function inputOf({ input: { shapes } }: PythonModel): PythonReport["input"] {
  const sizes = shapes.map((shape) => (shape ? sizesOf(shape) : null));
  return sizes.length > 1 ? sizes : (sizes[0] ?? null);
}

function sourceOf({ input: { origin } }: PythonModel): PythonReport["inputSource"] {
  if (origin === "symbolic") return null;
  return origin === "pragma" ? "file" : origin;
}

function rowFor(file: PythonFile, model: PythonModel, operation: Operation): Row {
  const { site, module, type, outputs, macs, container } = operation;
  const made = module && siteIn(module.site, file.source);
  const at = site ?? (model.framework === "keras" ? builtBy(file, operation) : undefined);
  const line = at ? lineIn(file, at) : null;
  const constructorLine = made && file.placeOf(made.anchor.start).line;
  const isHere = site === undefined || site.file.path === file.source;
  return {
    line,
    ...(constructorLine !== undefined && constructorLine !== line && { constructorLine }),
    ...(!isHere && { file: site.file.path }),
    name: (module && model.names.get(module)) || type,
    type,
    outputShape: outputs[0]?.shape ? sizesOf(outputs[0].shape) : null,
    params: module ? wholeCount(countIn(model, operation)) : 0,
    macs: container ? null : knownSize(macs ?? (isKnown(outputs) ? 0 : undefined)),
  };
}

/** A layer of a model that Keras itself builds runs there and then: at the text's call for that model. */
function builtBy(file: PythonFile, { module }: Operation): Site | undefined {
  return siteIn(module?.site, file.source);
}

/** `null` where only a part of it is known. */
function wholeCount(count: Count | undefined): number | null {
  return count === undefined || count.isLeast ? null : count.value;
}

function lineIn(file: PythonFile, { file: source, anchor }: NonNullable<Operation["site"]>): number {
  if (source.path === file.source) return file.placeOf(anchor.start).line;
  return source.text.slice(0, anchor.start).split("\n").length;
}

function sizesOf(shape: readonly Dim[]): Sizes {
  return shape.map(knownSize);
}

function isKnown(tensors: Operation["outputs"]): boolean {
  return tensors.every(({ shape }) => shape !== undefined);
}

function knownSize(size: Dim | undefined): number | null {
  return typeof size === "number" ? size : null;
}

/** Which statements may build one that is not followed. */
function noModelText({ document, placeOf }: PythonFile): string {
  const lines = document.givenUp.map(
    ({ range, reason }) => `Line ${placeOf(range.start).line} is not followed: ${reason}.\n`,
  );
  return lines.length === 0 ? "The file has no model.\n" : `No model is known in the file.\n${lines.join("")}`;
}

export function formatPythonReport(report: PythonReport, file: PythonFile): string {
  const { document } = file;
  const { models } = document;
  const [model] = models;
  if (model === undefined) return noModelText(file);
  const steps = executedIn(document);
  const rows = report.layers.map(({ line, name, type, macs }, index) => [
    line === null ? "" : String(line),
    name,
    type,
    shapeText(steps[index]?.operation.outputs[0]?.shape),
    parametersText(steps[index]),
    macs === null ? "" : formatNumber(macs),
  ]);
  const { parameters, macs, eachSample } = costsOf(model);
  const cost = macs ? `${countText(macs)}${eachSample ? " per sample" : ""}` : "";
  const total = ["", "total", "", "", parameters ? countText(parameters) : "", cost];
  const table = formatTable([["line", "name", "type", "output", "params", "MACs"], ...rows, total], new Set([0, 4, 5]));
  const inputs = model.input.shapes.map(shapeText).join(", ");
  const unknown = model.unknown.map((reason) => `Not known: ${reason}.\n`).join("");
  return `${model.name}, input ${inputs || "unknown"}: ${model.input.words}\n\n${table}\n${unknown}`;
}

function shapeText(shape: readonly Dim[] | undefined): string {
  return shape ? `[${shape.map(sizeText).join(", ")}]` : "unknown";
}

function parametersText(step: Step | undefined): string {
  if (step?.operation.module === undefined) return "0";
  const count = countIn(step.of, step.operation);
  return count ? countText(count) : "";
}
