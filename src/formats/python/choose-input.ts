/**
 * What a model is fed with, in this order: what the user says, what the file feeds it with, the data set that the file loads,
 * the size that its layers demand; else letters.
 */

import type { Framework } from "../../python/framework.ts";
import type { Operation, Trace } from "../../python/trace.ts";
import type { Candidate } from "./candidate.ts";
import { type DatasetInput, datasetInput, wordsFor } from "./dataset-input.ts";
import { definitionsOf } from "./definitions.ts";
import { type Evidence, evidenceIn, type FileCall } from "./evidence.ts";
import { type FirstLayer, FirstLayerSearch, symbolicShape } from "./first-layer.ts";
import { inputNames } from "./input-names.ts";
import type { InputShape, ModelInput } from "./model-input.ts";
import { siteIn } from "./place-problems.ts";
import { findPragmas, pragmaFor } from "./pragma.ts";
import type { Outcome, Program } from "./program.ts";
import { solveInput } from "./solve-input.ts";
import { statedSize } from "./stated-size.ts";

/** Runs a model on inputs of these shapes, as a call of the file does if there is one, until what is done is `enough`. */
export type TryInput = (
  shapes: readonly (InputShape | undefined)[],
  options?: { readonly call?: FileCall | undefined; readonly enough?: (operation: Operation) => boolean },
) => Outcome;

export interface InputContext {
  readonly program: Program;
  readonly candidate: Candidate;
  readonly framework: Framework;
  /** The shapes with the batch that the user asks for. */
  readonly option: readonly InputShape[] | undefined;
  /** Where the file may feed its models. */
  readonly traces: readonly Trace[];
  readonly attempt: TryInput;
}

export interface ChosenInput {
  readonly input: ModelInput;
  readonly outcome: Outcome;
}

export function chooseInput(context: InputContext): ChosenInput {
  const written = writtenInput(context);
  if (written) return ofSeveral({ input: written, outcome: context.attempt(written.shapes) }, context);
  const evidence = evidenceIn(context.traces, context.candidate.root, context.framework);
  if (evidence === undefined) return ofSeveral(deducedInput(context), context);
  const input = inputOf(evidence, context);
  return { input, outcome: context.attempt(input.shapes, { call: evidence.call }) };
}

/** Of a data set's batch, whose size is the training's own choice, one example. */
function inputOf({ shapes, site, dataset }: Evidence, { program, framework }: InputContext): ModelInput {
  const at = siteIn(site, program.syntax.file.path)?.range;
  const place = at && { at };
  if (dataset === undefined) return { shapes, origin: "file", words: "from a call in the file", ...place };
  const sizes = shapes.map(([, ...rest]) => rest);
  const one = sizes.map((rest) => [framework.batch, ...rest]);
  return { shapes: one, origin: "dataset", words: wordsFor(dataset, sizes[0] ?? []), ...place };
}

/** That there is one sample is our guess: what goes wrong with one alone, as a `squeeze` may, is no mistake. */
function ofSeveral(chosen: ChosenInput, { option, attempt }: InputContext): ChosenInput {
  const { input, outcome } = chosen;
  const isGuess = option === undefined && input.shapes.every((shape) => shape?.[0] === 1);
  if (!isGuess || outcome.trace.problems.length === 0) return chosen;
  const shapes = input.shapes.map((shape) => shape && [2, ...shape.slice(1)]);
  const several = attempt(shapes);
  return several.trace.problems.length === 0 ? { input: { ...input, shapes }, outcome: several } : chosen;
}

/** What somebody wrote for us: an option, a comment. */
function writtenInput({ program, candidate, framework, option }: InputContext): ModelInput | undefined {
  if (option) return { shapes: option, origin: "option", words: "as asked for" };
  const { text } = program.syntax.file;
  const definitions = definitionsOf(program.syntax);
  const own = definitions.find(({ name }) => name === candidate.root.cls.name) ?? candidate.definition;
  const places = definitions.filter(({ kind }) => kind !== "variable").map(({ whole }) => whole);
  const pragma = pragmaFor(findPragmas(text), own?.whole, text, places);
  if (pragma === undefined) return undefined;
  const shapes = pragma.shapes.map((shape) => [framework.batch, ...shape]);
  return { shapes, origin: "pragma", words: "from the comment", at: pragma.range };
}

/** What follows from the data set or from the layers. */
function deducedInput(context: InputContext): ChosenInput {
  const { program, candidate, framework, attempt } = context;
  const inputs = inputNames(candidate.root, framework.name);
  const shapes = inputs.map(() => undefined);
  const search = new FirstLayerSearch(framework);
  const isOne = inputs.length === 1;
  const unknown = attempt(shapes, { enough: (operation) => isOne && search.sees(operation) && !!search.found });
  const first = search.found;
  const notKnown: ModelInput = { shapes, origin: "symbolic", words: "not known" };
  const dataset = isOne ? datasetInput(program.syntax.file.text) : undefined;
  if (dataset && (first === undefined || fits(dataset, first))) {
    const chosen = withDataset(dataset, attempt);
    if (first !== undefined || isFollowed(chosen.outcome)) return chosen;
  }
  const stated = isOne ? statedInput(context, first) : undefined;
  if (stated !== undefined) return stated;
  if (first === undefined) return { input: notKnown, outcome: unknown };
  const shape = symbolicShape(first);
  if (shape === undefined) return { input: notKnown, outcome: attempt(shapes) };
  const symbolic = attempt([shape]);
  return (
    solvedInput(first, symbolic, attempt) ?? {
      input: { shapes: [shape], origin: "symbolic", words: openWords(shape) },
      outcome: symbolic,
    }
  );
}

function openWords(shape: InputShape): string {
  return shape.every((size) => typeof size === "number") ? "from the first layer" : "its size is not known";
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

/** A size that stands beside the model is that of its input if the model can be followed with it. */
function statedInput(
  { program, candidate, attempt }: InputContext,
  first: FirstLayer | undefined,
): ChosenInput | undefined {
  const { text } = program.syntax.file;
  const stated = statedSize(text, candidate.root, first?.kind === "image" ? first.size : undefined);
  if (stated === undefined) return undefined;
  const shape = [1, ...stated.shape];
  const outcome = attempt([shape]);
  const input: ModelInput = { shapes: [shape], origin: "file", words: stated.words };
  return outcome.trace.problems.length === 0 ? { input, outcome } : undefined;
}

function withDataset({ name, channels, height, width }: DatasetInput, attempt: TryInput): ChosenInput {
  const shape = [1, channels, height, width];
  return { input: { shapes: [shape], origin: "dataset", words: name }, outcome: attempt([shape]) };
}

function solvedInput({ kind, size }: FirstLayer, symbolic: Outcome, attempt: TryInput): ChosenInput | undefined {
  if (kind !== "image") return undefined;
  const solved = solveInput(symbolic.trace.constraints);
  if (solved === undefined) return undefined;
  const { height, width, from, to } = solved;
  const shape = [1, size, height, width];
  const range = from === to ? "the only square size" : `${from} to ${to} fit`;
  const words = `solved from ${symbolic.trace.constraints[0]?.operation ?? "the layers"} (${range})`;
  return { input: { shapes: [shape], origin: "solved", words }, outcome: attempt([shape]) };
}
