/** A Python file as the models in it, each run on its input, with its mistakes. Never throws on what the text says. */
import type { Candidate } from "./candidate.ts";
import { type EntryOptions, findCandidates, findEntry } from "./candidates.ts";
import { isTrained } from "./certain-problems.ts";
import { withoutConsequences } from "./consequences.ts";
import { tracesOf } from "./evidence.ts";
import { looseCalls } from "./function-calls.ts";
import { type FurtherModel, furtherModels, isSameFurther } from "./further-models.ts";
import { looseIn } from "./loose-operations.ts";
import { placeMistakes } from "./place-problems.ts";
import type { Program } from "./program.ts";
import { emptyDocument, type PythonDocument } from "./python-document.ts";
import { isError, readFurther, readSketches } from "./read-further.ts";
import type { Mistake } from "./repair/proposal.ts";
import { mistakesIn, type Traced, traceModel } from "./trace-model.ts";

export interface ReadOptions {
  /** Which model, where it is not the file's own choice. */
  readonly entry?: EntryOptions;
  /** The shapes of its inputs with the batch. */
  readonly inputs?: readonly (readonly number[])[];
  /** Further models, of which only what is wrong is asked for. */
  readonly further?: readonly FurtherModel[];
  /** Only what is wrong is asked for, and not what classes would do that no model uses. */
  readonly isTrial?: boolean;
}

/** `undefined` if an entry was asked for that the file does not have. */
export function readProgram(program: Program, options: ReadOptions = {}): PythonDocument | undefined {
  const { path, text } = program.syntax.file;
  const wanted = options.entry && findEntry(program, options.entry);
  if (options.entry && wanted === undefined) return undefined;
  const loaded = mistakesIn(program.loaded).filter(({ problem }) => isTrained(problem, text));
  if (isDecided(program, loaded)) return endedAt(program, loaded);
  const candidates = wanted ? [wanted] : findCandidates(program);
  const traces = [...tracesOf(program), ...candidates.flatMap(({ built }) => (built ? [built.trace] : []))];
  const traced: Traced[] = [];
  for (const candidate of candidates) {
    const next = traceModel({ program, candidate, traces, option: options.inputs });
    if (isDecided(program, next.mistakes)) return endedAt(program, next.mistakes);
    traced.push(next);
  }
  const models = traced.map(({ model }) => model);
  const own = traced.flatMap((each) => each.mistakes);
  const sketches = wanted || options.isTrial ? [] : readSketches(program, candidates, traces);
  const further = (options.further ?? []).flatMap((each) => readFurther(program, candidates, each) ?? []);
  // With letters only what nothing else tells: it may be the same.
  const isRight = [...loaded, ...own, ...further.flatMap((each) => each.mistakes)].every(
    ({ problem }) => !isError(problem),
  );
  if (isRight) further.push(...sketches.filter(({ mistakes }) => mistakes.length > 0).slice(0, 1));
  const more = further.flatMap((each) => each.mistakes);
  if (isDecided(program, more)) return endedAt(program, more);
  const others = [...own, ...more].filter((other) => !loaded.some((one) => isSame(one, other)));
  const mistakes = placeMistakes(withoutConsequences([...loaded, ...others]), path);
  return {
    path,
    text,
    models,
    sketches: sketches.map(({ model }) => model),
    loose: wanted || options.inputs ? [] : looseIn(program, models),
    calls: looseCalls(program.loaded),
    issues: [...mistakes.keys()],
    mistakes,
    unread: wanted || options.isTrial ? [] : unreadModels(program, candidates, further),
    further: further.map(({ name, how, model }) => ({ name, how, model })),
    raises: program.loaded.raises,
    givenUp: program.loaded.givenUp.map(({ site, reason }) => ({ range: site.range, reason })),
    followed: program.loaded.followed,
    fed: program.loaded.fed,
    work: program.work(),
    isBroken: program.syntax.broken,
  };
}

function unreadModels(
  program: Program,
  candidates: readonly Candidate[],
  read: readonly FurtherModel[],
): FurtherModel[] {
  return furtherModels(program, candidates).filter((each) => !read.some((other) => isSameFurther(each, other)));
}

/** Whether one of the mistakes leaves nothing to ask. */
function isDecided({ endsAt }: Program, mistakes: readonly Mistake[]): boolean {
  return endsAt !== undefined && mistakes.some(({ problem }) => endsAt(problem));
}

function endedAt(program: Program, found: readonly Mistake[]): PythonDocument {
  const { file, broken } = program.syntax;
  const mistakes = placeMistakes(withoutConsequences(found), file.path);
  const issues = [...mistakes.keys()];
  return { ...emptyDocument(file), issues, mistakes, work: program.work(), isBroken: broken, hasEnded: true };
}

/** A layer or a framework's model that runs again by itself stands where it is built, and before where the file calls it. */
function isSame({ problem: one }: Mistake, { problem: other }: Mistake): boolean {
  return one.code === other.code && one.call?.module !== undefined && one.call.module === other.call?.module;
}
