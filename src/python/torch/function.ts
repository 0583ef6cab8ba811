/** Operations as functions and as methods: bound, answered, and recorded as a row of the trace. */
import type { Arguments } from "../arguments.ts";
import { Builtin } from "../callables.ts";
import { Later } from "../later.ts";
import type { Run } from "../run.ts";
import { bind } from "../tensors/signature.ts";
import { noDetail, type Operation } from "../trace.ts";
import type { Value } from "../value.ts";
import { Call, tensorsHanded, tensorsIn } from "./call.ts";
import { noteOutputs } from "./doubts.ts";
import { functionDetail } from "./function-layers.ts";
import { noteLayout } from "./layout.ts";
import { settingsIn } from "./settings.ts";
import { TorchTensor } from "./tensor.ts";

/** What an operation makes of a call. */
export type Rule = (call: Call) => Value;

export interface TorchFunction {
  readonly name: string;
  readonly signature: string;
  readonly rule: Rule;
  /** Not a row of its own: `size()`, `item`. */
  readonly silent?: boolean;
  /** How the row calls it, where that is not the name. */
  readonly row?: string;
}

/** The function as Python calls it. An in-place form (`relu_`) does to its first argument what it answers. */
export function builtinOf(definition: TorchFunction, inPlace = false): Builtin {
  const { name, signature, rule, silent = false, row = name } = definition;
  return new Builtin(name, (run, args, site) => {
    const call = new Call(run, name, bind(signature, args), args, site);
    call.inPlace = inPlace;
    const answer = rule(call);
    const result = inPlace ? inRoleOf(args.positional[0]?.value, answer) : answer;
    noteLayout(call, tensorsHanded(args), result);
    if (inPlace && !call.isWrong) adopt(run, args, result);
    if (!silent) recordCall(call, row, args, result);
    return result;
  });
}

/** A parameter that is changed in place stays one: `self.bias += 1`. */
function inRoleOf(target: Value | undefined, result: Value): Value {
  if (!(target instanceof TorchTensor && result instanceof TorchTensor)) return result;
  return target.role === "parameter" && result.role === undefined ? result.as("parameter") : result;
}

function adopt(run: Run, args: Arguments, result: Value): void {
  const target = args.positional[0]?.value;
  if (!(target instanceof TorchTensor) || !(result instanceof TorchTensor)) return;
  if (target.shape !== undefined && target.shape !== result.shape) {
    target.become(run, result.shape);
  }
  const { content } = target;
  const put = (next: typeof content): void => {
    target.content = next;
  };
  if (content !== undefined)
    run.change(
      () => put(result.content),
      () => put(content),
      target,
    );
}

function recordCall(call: Call, type: string, args: Arguments, result: Value): void {
  const outputs = tensorsIn(result);
  if (outputs.length === 0) return;
  const inputs = tensorsHanded(args);
  call.detail ??= () => functionDetail({ call, type, inputs, outputs });
  record(call, { type, site: call.site, inputs, outputs });
}

interface Row extends Pick<Operation, "type" | "site"> {
  readonly inputs: readonly TorchTensor[];
  readonly outputs: readonly TorchTensor[];
}

function record({ run, macs, detail, bound, fits }: Call, row: Row): void {
  noteOutputs(run, row.inputs, row.outputs, fits);
  run.trace.record({
    ...row,
    kind: "function",
    module: undefined,
    container: false,
    macs,
    certain: run.certain,
    settings: settingsIn(bound),
    detail: detail ? new Later(detail) : noDetail,
  });
}

/** The same rule under several names. */
export function named(
  names: string,
  signature: string,
  rule: Rule,
  more: Partial<TorchFunction> = {},
): TorchFunction[] {
  return names.split(" ").map((name) => ({ name, signature, rule, ...more }));
}
