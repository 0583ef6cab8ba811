/** A Python file as the models in it, each run on its input, with its mistakes. Never throws on what the text says. */

import { analyse } from "../../graph/analyse.ts";
import type { Range } from "../../graph/graph.ts";
import { argumentsOf } from "../../python/arguments.ts";
import { PyFunction } from "../../python/callables.ts";
import { NOWHERE } from "../../python/evaluate/evaluate.ts";
import type { Framework } from "../../python/framework.ts";
import { Native } from "../../python/native.ts";
import type { Site } from "../../python/site.ts";
import type { Tensor } from "../../python/tensor.ts";
import { codes } from "../../python/tensors/codes.ts";
import type { Operation, Problem, Trace } from "../../python/trace.ts";
import { Dict, type Instance, List, Tuple, type Value } from "../../python/value.ts";
import { callAgain } from "./call-again.ts";
import { type Candidate, type EntryOptions, findCandidates, findEntry } from "./candidates.ts";
import { type ChosenInput, chooseInput } from "./choose-input.ts";
import { type Definition, definitionsOf } from "./definitions.ts";
import { type FileCall, tracesOf } from "./evidence.ts";
import type { InputShape, ModelInput } from "./model-input.ts";
import { outside, placeMistakes, siteIn } from "./place-problems.ts";
import { frameworkOf, type Outcome, type Program } from "./program.ts";
import type { PythonDocument, PythonModel, TracedModel } from "./python-document.ts";
import type { Mistake } from "./repair/proposal.ts";
import { sketchedModels } from "./sketches.ts";
import { graphOf } from "./to-graph.ts";

export interface ReadOptions {
  /** Which model, where it is not the file's own choice. */
  readonly entry?: EntryOptions;
  /** The shapes of its inputs with the batch. */
  readonly inputs?: readonly (readonly number[])[];
}

/** `undefined` if an entry was asked for that the file does not have. */
export function readProgram(program: Program, options: ReadOptions = {}): PythonDocument | undefined {
  const { path, text } = program.syntax.file;
  const wanted = options.entry && findEntry(program, options.entry);
  if (options.entry && wanted === undefined) return undefined;
  const candidates = wanted ? [wanted] : findCandidates(program);
  const traces = [...tracesOf(program), ...candidates.flatMap(({ built }) => (built ? [built.trace] : []))];
  const traced = candidates.map((candidate) => traceModel({ program, candidate, traces, option: options.inputs }));
  const loaded = mistakesIn(program.loaded).filter(({ problem }) => isTrained(problem, text));
  const others = traced.flatMap((each) => each.mistakes).filter((other) => !loaded.some((one) => isSame(one, other)));
  const mistakes = placeMistakes([...loaded, ...others], path);
  return {
    path,
    text,
    models: traced.map(({ model }) => model),
    sketches: wanted ? [] : sketchesIn(program, candidates, traces),
    loose: wanted || options.inputs ? [] : looseIn(program, traced),
    issues: [...mistakes.keys()],
    mistakes,
    work: program.work(),
  };
}

/** A layer or a framework's model that runs again by itself stands where it is built, and before where the file calls it. */
function isSame({ problem: one }: Mistake, { problem: other }: Mistake): boolean {
  return one.code === other.code && one.call?.module !== undefined && one.call.module === other.call?.module;
}

/** Those of which a shape is known; what is wrong in them may be right with numbers. */
function sketchesIn(program: Program, others: readonly Candidate[], traces: readonly Trace[]): PythonModel[] {
  return sketchedModels(program, others)
    .map((candidate) => traceModel({ program, candidate, traces, option: undefined }).model)
    .filter(({ operations }) => operations.some(({ outputs }) => outputs.some(({ shape }) => shape !== undefined)));
}

/**
 * What was executed while the file was loaded and is in no model's run: other modules, calls of a model in the file, and what ran
 * while its parts were built. PyTorch's modules are run for hints, so that only what the file does around their calls is left.
 */
function looseIn(program: Program, traced: readonly Traced[]): Operation[] {
  const models = traced.map(({ model }) => model);
  if (models.some(({ framework }) => framework !== "keras")) return outsideModules(program);
  const shown = models.filter((model, index) => index === 0 || model.isLoaded).flatMap(({ operations }) => operations);
  const known = new Set(shown.map(stepOf));
  return program.loaded.operations.flatMap((operation) => {
    const { module, certain, site } = operation;
    if (!certain || known.has(stepOf(operation)) || (site === undefined && module === undefined)) return [];
    const owned = (module && frameworkOf(program, module)?.parametersOf(module)) ?? [];
    return [{ ...operation, owned, ...(site && !isShown(site) && { site: undefined }) }];
  });
}

/** What the file does with tensors by itself, the calls of its modules included, and nothing that happens within one. */
function outsideModules({ loaded }: Program): Operation[] {
  const calls = new Set(loaded.operations.flatMap(({ kind, site }) => (kind === "module" && site ? [site] : [])));
  return loaded.operations.filter(({ site, module, certain }) => {
    if (!certain || site === undefined || site === module?.site || !isShown(site)) return false;
    for (let at = site.caller; at !== undefined; at = at.caller) if (calls.has(at)) return false;
    return true;
  });
}

/** Where it is written, or which layer it is: a name for both. */
function stepOf({ site, module }: Operation): unknown {
  if (site === undefined || !isShown(site)) return module;
  return `${site.file.path} ${site.anchor.start} ${module?.site.anchor.start}`;
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

/** Words of a text that may set a model's mode: its own, and those of tools that do so themselves. */
const SETS_MODE = /\b(?:eval|train|training|onnx|torchinfo|ptflops|thop)\b/;

/** A text that never speaks of training leaves its models in the mode of training, in which they are made. */
function isTrained({ code, call, site }: Problem, text: string): boolean {
  // What a file asserts for itself may speak of the machine.
  if (code === codes.assertion) return false;
  if (code !== codes.oneValue || call !== undefined) return true;
  return ![text, ...textsAround(site)].some((each) => SETS_MODE.test(each));
}

/** Of the files through which a call is reached. */
function textsAround(site: Site): Set<string> {
  const texts = new Set<string>();
  for (let at: Site | undefined = site; at !== undefined; at = at.caller) texts.add(at.file.text);
  return texts;
}

/** How many axes an input has is as much a guess as its sizes where only the layers tell it. */
function isTold({ code, call }: Problem, { origin }: ModelInput): boolean {
  // Only a call of the text itself is sure to be of one sample, and trained.
  if (code === codes.oneValue && call === undefined) return false;
  if (code === codes.assertion) return origin === "option" || origin === "file" || origin === "pragma";
  const isOfAxes = code === codes.unpack || code === codes.pattern;
  return !isOfAxes || (origin !== "symbolic" && origin !== "solved");
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
  const model = finish(program, candidate, framework, {
    isLoaded: candidate.built === undefined,
    input,
    inputs,
    outputs,
    operations,
  });
  return { model, mistakes: candidate.built ? mistakesIn(candidate.built.trace) : [] };
}

/** Of several models in one trace: the calls of this one's modules, and what is no module's. */
function belongsTo({ module, outputs }: Operation, modules: ReadonlySet<Instance>, inputs: readonly Tensor[]): boolean {
  return module === undefined || modules.has(module) || outputs.some((output) => inputs.includes(output));
}

function calledModel(request: TraceRequest, framework: Framework): Traced {
  const { program, candidate, traces, option } = request;
  const tensors = new Map<Outcome, readonly Tensor[]>();
  const attempt = (shapes: readonly (InputShape | undefined)[], call?: FileCall): Outcome => {
    const inputs = shapes.map((shape, place) => framework.createInput(shape, call?.inputs[place]?.dtype));
    const args = call
      ? callAgain(call.args, call.inputs, inputs)
      : argumentsOf(...handed(candidate, framework, inputs));
    const outcome = program.call(candidate.root, args);
    tensors.set(outcome, inputs);
    return outcome;
  };
  const chosen = chooseInput({ program, candidate, framework, option, traces, attempt });
  const { input, outcome }: ChosenInput = chosen;
  const model = finish(program, candidate, framework, {
    isLoaded: false,
    input,
    inputs: tensors.get(outcome) ?? [],
    outputs: tensorsIn(outcome.value),
    operations: outcome.trace.operations,
  });
  const { text } = program.syntax.file;
  const built = candidate.built
    ? mistakesIn(candidate.built.trace).filter(({ problem }) => isTrained(problem, text) && isTold(problem, input))
    : [];
  const building = [...program.loaded.operations, ...(candidate.built?.trace.operations ?? [])];
  const mistakes = mistakesIn(outcome.trace, building);
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

type Execution = Pick<TracedModel, "isLoaded" | "input" | "inputs" | "outputs" | "operations">;

function finish(program: Program, candidate: Candidate, framework: Framework, execution: Execution): PythonModel {
  const { path } = program.syntax.file;
  const { root } = candidate;
  const definition = placeOf(program, candidate);
  const modules = framework.modulesOf(root);
  const model: TracedModel = {
    ...execution,
    operations: execution.operations.map((operation) => withSite(operation, framework, root)),
    name: candidate.name,
    framework: framework.name,
    at: definition?.at,
    whole: definition?.whole,
    root,
    parameters: framework.parametersOf(root),
    names: new Map([...modules].map(([name, module]) => [module, name])),
    madeAt: constructions([...modules.values()], path),
    givenAt: gifts(modules, path),
    unknown: reasonsIn(execution),
  };
  const { graph, nodeOf } = graphOf(model, path, framework.endsOf);
  return { ...model, graph, analysis: analyse(graph), nodeOf };
}

/** The text's call that builds a framework's model stands for the whole, which comes before its parts. */
function constructions(modules: readonly Instance[], path: string): Map<Instance, Range> {
  const described = new Set<Site>();
  return new Map(
    modules.flatMap((module) => {
      const made = siteIn(module.site, path);
      if (made === undefined || (module.site.file.isDescribed && described.has(made))) return [];
      if (module.site.file.isDescribed) described.add(made);
      return [[module, made.range]];
    }),
  );
}

/** `self.layer1 = self._make_layer(64)`: the calls of functions that gave a module the parts which they made. */
function gifts(modules: ReadonlyMap<string, Instance>, path: string): Map<Instance, Range> {
  return new Map(
    [...modules].flatMap(([name, module]) => {
      const end = name.lastIndexOf(".");
      const holder = modules.get(name.slice(0, Math.max(0, end)));
      const given = holder && holder !== module ? callWithin(holder.site, module.site) : undefined;
      if (given === undefined || given === module.site || given.file.path !== path) return [];
      return isAssigned(given, name.slice(end + 1)) ? [[module, given.range]] : [];
    }),
  );
}

/** A function may also put what it makes into the module by itself. */
function isAssigned({ file, range }: Site, attribute: string): boolean {
  const before = file.text.slice(file.text.lastIndexOf("\n", range.start) + 1, range.start);
  return /\.(\w+)\s*(?::[^=]+)?=\s*$/.exec(before)?.[1] === attribute;
}

/** The outermost call on the way to `site` from what `outer` calls; `undefined`: it does not lead there. */
function callWithin(outer: Site, site: Site): Site | undefined {
  for (let at: Site | undefined = site; at !== undefined; at = at.caller) if (at.caller === outer) return at;
  return undefined;
}

/**
 * The entry itself is called by no text, and a layer within a framework's model by none that is shown: it stands where it is
 * built, if that is in one.
 */
function withSite(operation: Operation, framework: Framework, model: Instance): Operation {
  const { site, module } = operation;
  if (site === undefined || isShown(site)) return operation;
  const isWhole = module === model || (module !== undefined && framework.endsOf(module) !== undefined);
  const made = isWhole ? outside(module.site) : module?.site;
  return { ...operation, site: made && isShown(made) ? made : undefined };
}

function isShown({ file }: Site): boolean {
  return file.path !== NOWHERE.file.path && file.isDescribed !== true;
}

/** People look for a model at its class; where that is elsewhere, at what makes it. */
function placeOf(program: Program, { root, definition }: Candidate): Definition | undefined {
  const cls = definitionsOf(program.syntax).find(({ kind, name }) => kind === "class" && name === root.cls.name);
  return cls ?? definition;
}

function tensorsIn(value: Value): Tensor[] {
  if (value instanceof Tuple || value instanceof List) return value.items.flatMap(tensorsIn);
  if (value instanceof Dict) return [...value.entries.values()].flatMap(([, item]) => tensorsIn(item));
  return value instanceof Native && "shape" in value ? [value as Native & Tensor] : [];
}

/** Why something is not known: each reason once. */
function reasonsIn({ operations, outputs }: Execution): string[] {
  const tensors = [...operations.flatMap((operation) => operation.outputs), ...outputs];
  const reasons = tensors.flatMap(({ shape, reason }) => (shape === undefined && reason ? [reason] : []));
  return [...new Set(reasons)];
}
