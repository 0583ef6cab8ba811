/**
 * What a model is fed with, in this order: what the user says, what the file feeds it with, the data set that the file loads,
 * the size that its layers demand; else letters.
 */

import type { Problem } from "../../python/trace.ts";
import { isTold } from "./certain-problems.ts";
import { wordsFor } from "./dataset-input.ts";
import { deducedInput } from "./deduced-input.ts";
import { definitionsOf } from "./definitions.ts";
import { type Evidence, evidenceIn } from "./evidence.ts";
import type { ChosenInput, InputContext } from "./input-context.ts";
import type { ModelInput } from "./model-input.ts";
import { siteIn } from "./place-problems.ts";
import { findPragmas, pragmaFor } from "./pragma.ts";

export function chooseInput(context: InputContext): ChosenInput {
  const written = writtenInput(context);
  if (written) return ofSeveral({ input: written, outcome: context.attempt(written.shapes) }, context);
  const evidence = evidenceIn(context.traces, context.candidate.root, context.framework);
  if (evidence === undefined) return ofSeveral(deducedInput(context), context);
  const input = inputOf(evidence, context);
  const { endsAt } = context.program;
  const at = endsAt && ((problem: Problem) => isTold(problem, input) && endsAt(problem));
  return { input, outcome: context.attempt(input.shapes, { call: evidence.call, at }) };
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
function ofSeveral(chosen: ChosenInput, { option, program, attempt }: InputContext): ChosenInput {
  const { input, outcome } = chosen;
  const isGuess =
    option === undefined && program.batch === undefined && input.shapes.every((shape) => shape?.[0] === 1);
  if (!isGuess || outcome.trace.problems.length === 0) return chosen;
  const shapes = input.shapes.map((shape) => shape && [2, ...shape.slice(1)]);
  const several = attempt(shapes, { enough: (_, { problems }) => problems.length > 0 });
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
