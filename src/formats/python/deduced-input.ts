/** A model's input where the file does not feed it: from the data set that it loads, a size beside the model, or its layers. */

import { codes } from "../../python/tensors/codes.ts";
import { letter } from "../../tensor/dim/sum.ts";
import { type DatasetInput, datasetInput } from "./dataset-input.ts";
import { type FirstLayer, FirstLayerSearch, startsAsImage, symbolicShape, takesImages } from "./first-layer.ts";
import type { ChosenInput, InputContext, TryInput } from "./input-context.ts";
import { inputNames } from "./input-names.ts";
import type { InputShape, ModelInput } from "./model-input.ts";
import type { Outcome } from "./program.ts";
import { firstLayers } from "./several-inputs.ts";
import { isContradictory, type SolvedSize, solveInput } from "./solve-input.ts";
import { firstOfPictures, type MadeBy, statedSize } from "./stated-size.ts";

/** What follows from the data set or from the layers. */
export function deducedInput(context: InputContext): ChosenInput {
  const inputs = inputNames(context.candidate.root, context.framework.name);
  return inputs.length === 1 ? deducedOne(context) : deducedSeveral(context, inputs.length);
}

function deducedOne(context: InputContext): ChosenInput {
  const { program, framework, attempt } = context;
  const shapes = [undefined];
  const search = new FirstLayerSearch(framework);
  const unknown = attempt(shapes, { enough: (operation) => search.sees(operation) && !!search.found });
  const first = firstOfPictures(madeBy(context), search.found) ?? slicedImage(attempt);
  const dataset = datasetInput(program.syntax.file.text);
  if (dataset && (first === undefined || fits(dataset, first))) {
    const chosen = withDataset(dataset, attempt);
    if (first !== undefined || isFollowed(chosen.outcome)) return chosen;
  }
  const stated = statedInput(context, first);
  if (stated?.isSure || stated?.outcome.trace.problems.length === 0) return stated;
  if (first === undefined) return { input: notKnown(shapes), outcome: unknown };
  const shape = symbolicShape(first);
  if (shape === undefined) return { input: notKnown(shapes), outcome: attempt(shapes) };
  const symbolic = symbolicInput([shape], attempt);
  const solved = solvedInput([first], symbolic.outcome, attempt);
  const chosen = solved ?? symbolic;
  return stated && isRefused(stated, chosen) ? stated : chosen;
}

/** Whether a model takes no images at all, so that those whose size stands beside it show what is wrong as well as any. */
function isRefused(stated: ChosenInput, { input, outcome: { trace } }: ChosenInput): boolean {
  const [[first], [own]] = [trace.problems, stated.outcome.trace.problems];
  if (first === undefined) return isContradictory(trace.constraints);
  return input.origin === "solved" || (first.code === own?.code && first.site.range.start === own.site.range.start);
}

/** Colours or grey, of which a layer takes some rows and columns side by side. */
function slicedImage(attempt: TryInput): FirstLayer | undefined {
  const tried = [3, 1].map((size): FirstLayer => ({ kind: "image", size }));
  return tried.find((layer) => {
    const { trace } = attempt([symbolicShape(layer)], { enough: takesImages });
    return startsAsImage(trace);
  });
}

/**
 * Each in letters of its own. Where the model joins images it can only be followed further if these are equal: then all have
 * one size, if that leaves nothing unknown and nothing wrong.
 */
function deducedSeveral({ candidate, framework, attempt }: InputContext, count: number): ChosenInput {
  const shapes = new Array<undefined>(count).fill(undefined);
  const unknown = attempt(shapes);
  const layers = firstLayers(candidate.root, framework, unknown.trace.operations);
  if (layers.every((layer) => layer === undefined)) return { input: notKnown(shapes), outcome: unknown };
  const apart = symbolicInput(
    layers.map((layer, place) => layer && symbolicShape(layer, (axis) => letter(`${axis}${place + 1}`))),
    attempt,
  );
  if (isFollowed(apart.outcome) && apart.outcome.trace.constraints.length === 0) return apart;
  const alike = symbolicInput(
    layers.map((layer) => layer && symbolicShape(layer)),
    attempt,
  );
  const solved = solvedInput(layers, alike.outcome, attempt);
  if (solved?.outcome.trace.problems.length === 0) return solved;
  return isFollowed(alike.outcome) ? alike : apart;
}

function notKnown(shapes: readonly undefined[]): ModelInput {
  return { shapes, origin: "symbolic", words: "not known" };
}

function symbolicInput(shapes: readonly (InputShape | undefined)[], attempt: TryInput): ChosenInput {
  return { input: { shapes, origin: "symbolic", words: openWords(shapes) }, outcome: attempt(shapes) };
}

function openWords(shapes: readonly (InputShape | undefined)[]): string {
  const isKnown = shapes.every((shape) => shape?.every((size) => typeof size === "number"));
  const [layer, size] = shapes.length === 1 ? ["layer", "its size is"] : ["layers", "their sizes are"];
  return isKnown ? `from the first ${layer}` : `${size} not known`;
}

/** A data set is what the first layer reads, or it is not this model's. */
function fits({ channels, height, width }: DatasetInput, { kind, size }: FirstLayer): boolean {
  if (kind === "image") return size === channels;
  return kind === "flattened" && size === channels * height * width;
}

/** Where no layer says what it reads, the images are the input if the whole model takes them. */
function isFollowed({ trace }: Outcome): boolean {
  const isKnown = trace.operations.every(({ outputs }) => outputs.every(({ shape }) => shape !== undefined));
  return trace.operations.length > 0 && trace.problems.length === 0 && isKnown;
}

interface StatedInput extends ChosenInput {
  readonly isSure: true | undefined;
}

/** A size that stands beside the model is that of its input if the model can be followed with it, or with no other. */
function statedInput(
  { program, candidate, attempt }: InputContext,
  first: FirstLayer | undefined,
): StatedInput | undefined {
  const stated = statedSize(madeBy({ program, candidate }), candidate.root, first);
  if (stated === undefined) return undefined;
  const shape = [1, ...stated.shape];
  const outcome = attempt([shape]);
  const input: ModelInput = { shapes: [shape], origin: "file", words: stated.words };
  return { input, outcome, isSure: stated.isSure };
}

function madeBy({ program, candidate }: Pick<InputContext, "program" | "candidate">): MadeBy {
  const { text } = program.syntax.file;
  const { whole } = candidate.definition ?? {};
  return { text, maker: whole ? text.slice(whole.start, whole.end) : "" };
}

function withDataset({ name, channels, height, width }: DatasetInput, attempt: TryInput): ChosenInput {
  const shape = [1, channels, height, width];
  return { input: { shapes: [shape], origin: "dataset", words: name }, outcome: attempt([shape]) };
}

/** How many sizes are tried; the square of a side below 0 solves an equation too. */
const MOST_SOLVED = 4;

/** With the size that the equations of a symbolic run demand for all images; `undefined` if there is none. */
function solvedInput(
  layers: readonly (FirstLayer | undefined)[],
  symbolic: Outcome,
  attempt: TryInput,
): ChosenInput | undefined {
  const tried: ChosenInput[] = [];
  let above = 0;
  while (tried.length < MOST_SOLVED) {
    const solved = solveInput(symbolic.trace.constraints, above);
    const chosen = solved && withSolved(layers, symbolic, solved, attempt);
    if (chosen === undefined) break;
    if (!chosen.outcome.trace.problems.some(({ code }) => code === codes.kernelTooLarge)) return chosen;
    tried.push(chosen);
    above = solved?.height ?? above;
  }
  return tried[0];
}

function withSolved(
  layers: readonly (FirstLayer | undefined)[],
  { trace }: Outcome,
  solved: SolvedSize,
  attempt: TryInput,
): ChosenInput | undefined {
  if (!layers.some((layer) => layer?.kind === "image")) return undefined;
  const { height, width, from, to } = solved;
  const sizes = new Map([
    ["H", height],
    ["W", width],
  ]);
  const shapes = layers.map((layer) => layer && symbolicShape(layer, (axis) => sizes.get(axis) ?? letter(axis)));
  const range = from === to ? "the only square size" : `${from} to ${to} fit`;
  const words = `solved from ${trace.constraints[0]?.operation ?? "the layers"} (${range})`;
  return { input: { shapes, origin: "solved", words }, outcome: attempt(shapes) };
}
