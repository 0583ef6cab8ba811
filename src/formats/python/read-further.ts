/** What is wrong in further models of a file, and what classes do that no model uses. */
import type { Problem, Trace } from "../../python/trace.ts";
import type { Candidate } from "./candidate.ts";
import { isSureWithLetters } from "./certain-problems.ts";
import { tracesOf } from "./evidence.ts";
import { asTrained, type FurtherModel, furtherCandidate } from "./further-models.ts";
import type { Program } from "./program.ts";
import { isFedWithOne, sketchedModels } from "./sketches.ts";
import { type Traced, traceModel } from "./trace-model.ts";

/** Those of which a shape is known. */
export function readSketches(
  program: Program,
  others: readonly Candidate[],
  traces: readonly Trace[],
): (FurtherModel & Traced)[] {
  return sketchedModels(program, others)
    .map((candidate) => {
      const { model, mistakes } = traceModel({ program, candidate, traces, option: undefined });
      const how = candidate.definition?.kind === "function" ? ("made" as const) : ("sketched" as const);
      const isSeen = how === "made" || isFedWithOne(candidate.root);
      const sure = mistakes.filter(({ problem }) => isSeen && isSure(program, how, problem));
      return { name: candidate.name, how, model, mistakes: sure };
    })
    .filter(({ model }) => model.operations.some(({ outputs }) => outputs.some(({ shape }) => shape !== undefined)));
}

/** Whether a further model has a mistake. `candidates`: the file's own choice, which what a function makes does without. */
export function isFurtherWrong(program: Program, candidates: readonly Candidate[], further: FurtherModel): boolean {
  const mistakes = readFurther(program, candidates, further)?.mistakes ?? [];
  return mistakes.some(({ problem }) => isError(problem));
}

export function readFurther(
  program: Program,
  candidates: readonly Candidate[],
  { name, how }: FurtherModel,
): (FurtherModel & Traced) | undefined {
  const candidate = furtherCandidate(program, candidates, { name, how });
  if (candidate === undefined) return undefined;
  const traces = [...tracesOf(program), ...(candidate.built ? [candidate.built.trace] : [])];
  const read = () => traceModel({ program, candidate, traces, option: undefined });
  const { model, mistakes } = how === "trained" ? asTrained(program, candidate, read) : read();
  return { name, how, model, mistakes: mistakes.filter(({ problem }) => isSure(program, how, problem)) };
}

/** What a model does only while it is trained may be a library's own: of that only what is in the file is told. */
function isSure({ syntax }: Program, how: FurtherModel["how"], problem: Problem): boolean {
  if (how === "sketched") return isSureWithLetters(problem);
  return how === "made" || problem.site.file.path === syntax.file.path;
}

export function isError({ severity }: Problem): boolean {
  return severity === "error";
}
