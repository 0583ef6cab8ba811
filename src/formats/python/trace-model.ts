/** One run of a model on its input: what it is, and what goes wrong in it. */
import { argumentsOf } from "../../python/arguments.ts";
import { PyFunction } from "../../python/callables.ts";
import type { Framework } from "../../python/framework.ts";
import type { Native } from "../../python/native.ts";
import type { Tensor } from "../../python/tensor.ts";
import type { Operation, Trace } from "../../python/trace.ts";
import { type Instance, List, type Value } from "../../python/value.ts";
import { callAgain } from "./call-again.ts";
import type { Candidate } from "./candidate.ts";
import { isOfFile, isTold, isTrained } from "./certain-problems.ts";
import { chooseInput } from "./choose-input.ts";
import { describeModel } from "./describe-model.ts";
import { functionCalls } from "./function-calls.ts";
import type { ChosenInput, TryInput } from "./input-context.ts";
import type { InputShape, ModelInput } from "./model-input.ts";
import { frameworkOf, type Outcome, type Program } from "./program.ts";
import type { PythonModel } from "./python-document.ts";
import type { Mistake } from "./repair/proposal.ts";
import { tensorsIn } from "./tensors-in.ts";

export interface TraceRequest {
  readonly program: Program;
  readonly candidate: Candidate;
  readonly traces: readonly Trace[];
  readonly option: readonly InputShape[] | undefined;
}

export interface Traced {
  readonly model: PythonModel;
  readonly mistakes: readonly Mistake[];
}

/** `before`: what was executed while the model was built. */
export function mistakesIn({ problems, operations }: Trace, before: readonly Operation[] = []): Mistake[] {
  return problems.map((problem) => ({ problem, operations: [...before, ...operations] }));
}

export function traceModel(request: TraceRequest): Traced {
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
    const made = call ? shapes : shapes.map((shape) => shape && ofSamples(shape, program.batch));
    const inputs = made.map((shape, place) => framework.createInput(shape, call?.inputs[place]?.dtype));
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

/** With as many samples as are asked for, where there is one that stands for any number. */
function ofSamples(shape: InputShape, samples: number | undefined): InputShape {
  return samples === undefined || shape[0] !== 1 ? shape : [samples, ...shape.slice(1)];
}

/** Keras's models that take one argument take several inputs in a list. */
function handed({ root }: Candidate, { name }: Framework, inputs: readonly (Native & Tensor)[]): readonly Value[] {
  const call = name === "keras" ? root.cls.find("call") : undefined;
  if (!(call instanceof PyFunction)) return inputs;
  const [, ...parameters] = call.syntax.parameters;
  const own = parameters.filter((each) => each.name !== "training" && each.name !== "mask");
  return inputs.length > 1 && own.length === 1 && own[0]?.kind !== "rest" ? [new List([...inputs])] : inputs;
}
