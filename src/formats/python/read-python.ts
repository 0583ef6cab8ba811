/** A Python file as the models in it, each run on its input, with its mistakes. Never throws on what the text says. */

import { argumentsOf } from "../../python/arguments.ts";
import { PyFunction } from "../../python/callables.ts";
import type { Framework } from "../../python/framework.ts";
import type { Native } from "../../python/native.ts";
import type { Tensor } from "../../python/tensor.ts";
import type { Operation, Problem, Trace } from "../../python/trace.ts";
import { type Instance, List, type Value } from "../../python/value.ts";
import { callAgain } from "./call-again.ts";
import type { Candidate } from "./candidate.ts";
import { type EntryOptions, findCandidates, findEntry } from "./candidates.ts";
import { isOfFile, isSureWithLetters, isTold, isTrained } from "./certain-problems.ts";
import { chooseInput } from "./choose-input.ts";
import { withoutConsequences } from "./consequences.ts";
import { describeModel } from "./describe-model.ts";
import { tracesOf } from "./evidence.ts";
import { functionCalls, looseCalls } from "./function-calls.ts";
import { asTrained, type FurtherModel, furtherCandidate, furtherModels } from "./further-models.ts";
import type { ChosenInput, TryInput } from "./input-context.ts";
import { looseIn } from "./loose-operations.ts";
import type { InputShape, ModelInput } from "./model-input.ts";
import { placeMistakes } from "./place-problems.ts";
import { frameworkOf, type Outcome, type Program } from "./program.ts";
import { emptyDocument, type PythonDocument, type PythonModel } from "./python-document.ts";
import type { Mistake } from "./repair/proposal.ts";
import { isFedWithOne, sketchedModels } from "./sketches.ts";
import { tensorsIn } from "./tensors-in.ts";

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
  const sketches = wanted || options.isTrial ? [] : sketchesIn(program, candidates, traces);
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
    work: program.work(),
    isBroken: program.syntax.broken,
  };
}

function unreadModels(
  program: Program,
  candidates: readonly Candidate[],
  read: readonly FurtherModel[],
): FurtherModel[] {
  return furtherModels(program, candidates).filter(
    ({ name, how }) => !read.some((other) => other.name === name && other.how === how),
  );
}

/** Whether a further model has a mistake. */
export function isFurtherWrong(program: Program, further: FurtherModel): boolean {
  const candidates = further.how === "made" ? [] : findCandidates(program);
  const mistakes = readFurther(program, candidates, further)?.mistakes ?? [];
  return mistakes.some(({ problem }) => isError(problem));
}

function readFurther(
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

function isError({ severity }: Problem): boolean {
  return severity === "error";
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

/** Those of which a shape is known. */
function sketchesIn(
  program: Program,
  others: readonly Candidate[],
  traces: readonly Trace[],
): (FurtherModel & Traced)[] {
  return sketchedModels(program, others)
    .map((candidate) => {
      const { model, mistakes } = traceModel({ program, candidate, traces, option: undefined });
      const how = candidate.definition?.kind === "function" ? ("made" as const) : ("sketched" as const);
      const sure = isFedWithOne(candidate.root) ? mistakes.filter(({ problem }) => isSureWithLetters(problem)) : [];
      return { name: candidate.name, how, model, mistakes: sure };
    })
    .filter(({ model }) => model.operations.some(({ outputs }) => outputs.some(({ shape }) => shape !== undefined)));
}

interface TraceRequest {
  readonly program: Program;
  readonly candidate: Candidate;
  readonly traces: readonly Trace[];
  readonly option: readonly InputShape[] | undefined;
}

interface Traced {
  readonly model: PythonModel;
  readonly mistakes: readonly Mistake[];
}

/** `before`: what was executed while the model was built. */
function mistakesIn({ problems, operations }: Trace, before: readonly Operation[] = []): Mistake[] {
  return problems.map((problem) => ({ problem, operations: [...before, ...operations] }));
}

function traceModel(request: TraceRequest): Traced {
  const framework = frameworkOf(request.program, request.candidate.root) as Framework;
  const ends = framework.endsOf(request.candidate.root) ?? endsOfHolder(request, framework);
  return ends ? builtModel(request, framework, ends) : calledModel(request, framework);
}

interface Ends {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/** What models that another one only holds did while they were built is all that it does. */
function endsOfHolder({ candidate: { root, built } }: TraceRequest, framework: Framework): Ends | undefined {
  const hasRun = ([name, model]: [string, Instance]): boolean => name !== "" && framework.endsOf(model) !== undefined;
  const isHolder = built === undefined && !framework.isCallable(root) && [...framework.modulesOf(root)].some(hasRun);
  return isHolder ? { inputs: [], outputs: [] } : undefined;
}

/** A model that has run already while it was built: what it did stands in the trace of its building. */
function builtModel({ program, candidate }: TraceRequest, framework: Framework, { inputs, outputs }: Ends): Traced {
  const trace = candidate.built?.trace ?? program.loaded;
  const at = candidate.root.site.file.path === program.syntax.file.path ? candidate.root.site.range : undefined;
  const input: ModelInput = {
    shapes: inputs.map(({ shape }) => shape),
    origin: "file",
    words: "as the model says",
    ...(at && { at }),
  };
  const modules = new Set(framework.modulesOf(candidate.root).values());
  const operations = trace.operations.filter((operation) => belongsTo(operation, modules, inputs));
  const model = describeModel(program, candidate, framework, {
    isLoaded: candidate.built === undefined,
    input,
    inputs,
    outputs,
    operations,
    calls: candidate.built ? functionCalls(trace) : [],
  });
  const built = candidate.built ? mistakesIn(candidate.built.trace) : [];
  return { model, mistakes: built.filter(({ problem }) => isOfFile(problem)) };
}

/** Of several models in one trace: the calls of this one's modules, and what is no module's. */
function belongsTo({ module, outputs }: Operation, modules: ReadonlySet<Instance>, inputs: readonly Tensor[]): boolean {
  return module === undefined || modules.has(module) || outputs.some((output) => inputs.includes(output));
}

function calledModel(request: TraceRequest, framework: Framework): Traced {
  const { program, candidate, traces, option } = request;
  const tensors = new Map<Outcome, readonly Tensor[]>();
  const attempt: TryInput = (shapes, { call, ...ends } = {}) => {
    const inputs = shapes.map((shape, place) => framework.createInput(shape, call?.inputs[place]?.dtype));
    const args = call
      ? callAgain(call.args, call.inputs, inputs)
      : argumentsOf(...handed(candidate, framework, inputs));
    const outcome = program.call(candidate.root, args, ends);
    tensors.set(outcome, inputs);
    return outcome;
  };
  const chosen = chooseInput({ program, candidate, framework, option, traces, attempt });
  const { input, outcome }: ChosenInput = chosen;
  const model = describeModel(program, candidate, framework, {
    isLoaded: false,
    input,
    inputs: tensors.get(outcome) ?? [],
    outputs: tensorsIn(outcome.value),
    operations: outcome.trace.operations,
    calls: functionCalls(outcome.trace),
  });
  const { text } = program.syntax.file;
  const built = candidate.built
    ? mistakesIn(candidate.built.trace).filter(
        ({ problem }) => isOfFile(problem) && isTrained(problem, text) && isTold(problem, input),
      )
    : [];
  const building = [...program.loaded.operations, ...(candidate.built?.trace.operations ?? [])];
  const isOwn = ({ problem }: Mistake): boolean => candidate.built === undefined || isOfFile(problem);
  const mistakes = mistakesIn(outcome.trace, building).filter(isOwn);
  return { model, mistakes: [...built, ...mistakes.filter(({ problem }) => isTold(problem, input))] };
}

/** Keras's models that take one argument take several inputs in a list. */
function handed({ root }: Candidate, { name }: Framework, inputs: readonly (Native & Tensor)[]): readonly Value[] {
  const call = name === "keras" ? root.cls.find("call") : undefined;
  if (!(call instanceof PyFunction)) return inputs;
  const [, ...parameters] = call.syntax.parameters;
  const own = parameters.filter((each) => each.name !== "training" && each.name !== "mask");
  return inputs.length > 1 && own.length === 1 && own[0]?.kind !== "rest" ? [new List([...inputs])] : inputs;
}
