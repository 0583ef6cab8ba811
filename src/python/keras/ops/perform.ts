/** An operation on tensors that is no layer: its result, its node in the graph, and its row. */
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { noDetail, type Settings, type WrongCall } from "../../trace.ts";
import { type GraphNode, KerasTensor, unknownTensor } from "../keras-tensor.ts";
import { isInGraph } from "../session.ts";

export interface Request {
  /** `Add`, `reshape`: as the row shows it. */
  readonly type: string;
  readonly inputs: readonly KerasTensor[];
  readonly site: Site;
  readonly dtype?: string | undefined;
  /** Of the function's call. */
  readonly settings?: Settings;
  /** Where its first argument is written. */
  readonly handed?: WrongCall["handed"];
  /** The framework takes several steps of its own for it: no row. */
  readonly silent?: true;
  /** One answer for each tensor that comes out. It is asked only if all shapes are known. */
  answers(shapes: readonly Shape[]): readonly ShapeAnswer[];
}

export function perform(run: Run, request: Request): readonly KerasTensor[] {
  const told = run.trace.reports;
  const outputs = outcomeOf(run, request, request.inputs, request.site);
  const node: GraphNode = {
    layer: undefined,
    inputs: request.inputs,
    outputs,
    failedAt: run.trace.reports > told ? request.site : undefined,
    certain: run.certain,
    again: (again, inputs, site) => {
      const results = outcomeOf(again, request, inputs, site);
      for (const result of results) result.madeFrom = inputs;
      return results;
    },
  };
  if (request.inputs.every(({ isData, shape }) => isData || shape?.length === 0)) {
    for (const output of outputs) {
      output.isData = true;
      output.madeFrom = request.inputs;
    }
    // A step's own text is followed line by line; what a file does to its arrays is not.
    if (!request.silent && isInGraph(run)) record(run, request, outputs);
    return outputs;
  }
  for (const output of outputs) output.node = node;
  if (request.silent) {
    if (outputs.every(({ shape }) => shape !== undefined)) run.trace.follow();
    return outputs;
  }
  record(run, request, outputs);
  return outputs;
}

function record(run: Run, request: Request, outputs: readonly KerasTensor[]): void {
  run.trace.record({
    kind: "function",
    type: request.type,
    site: request.site,
    module: undefined,
    container: false,
    inputs: request.inputs,
    outputs,
    macs: undefined,
    detail: noDetail,
    ...(request.settings && { settings: request.settings }),
    certain: run.certain,
  });
}

function outcomeOf(run: Run, request: Request, inputs: readonly KerasTensor[], site: Site): readonly KerasTensor[] {
  const blind = inputs.find(({ shape }) => shape === undefined);
  if (blind !== undefined) return [unknownTensor(blind.reason ?? "a shape is not known")];
  const dtype = request.dtype ?? inputs[0]?.dtype;
  const answers = request.answers(inputs.map(({ shape }) => shape as Shape));
  return answers.map((answer) => tensorFor(run, { ...request, inputs, site }, answer, dtype));
}

function tensorFor(
  run: Run,
  { type, inputs, site, settings, handed }: Request,
  answer: ShapeAnswer,
  dtype: string | undefined,
): KerasTensor {
  if ("shape" in answer) return new KerasTensor(answer.shape, dtype);
  if ("unknown" in answer) return unknownTensor(answer.unknown);
  const { code, message, meant } = answer.mistake;
  const call = { type, module: undefined, inputs, ...(settings && { settings }), ...(handed && { handed }) };
  run.trace.report({ code, severity: "error", message: `${type}: ${message}`, site, call });
  return new KerasTensor(meant, dtype, meant === undefined ? `${type} would fail` : undefined);
}
