/**
 * Calls of a file's own functions that give tensors, as operations for an editor. They stand beside a model's operations and not
 * among them, because they compute nothing but what happens in them.
 */
import { NumberArray } from "../../python/stdlib/numpy/array.ts";
import type { Tensor } from "../../python/tensor.ts";
import { type FunctionCall, noDetail, type Operation, type Trace } from "../../python/trace.ts";
import type { Value } from "../../python/value.ts";
import { notInModules } from "./loose-operations.ts";
import { isShown } from "./place-problems.ts";
import { tensorsIn } from "./tensors-in.ts";

export function functionCalls({ calls }: Trace): Operation[] {
  return calls.filter(({ site }) => isShown(site)).flatMap(asOperation);
}

/** Those that a file makes by itself, outside of its modules, which are run again with their inputs. */
export function looseCalls(loaded: Trace): Operation[] {
  return notInModules(loaded, functionCalls(loaded)).filter(({ certain }) => certain);
}

function asOperation({ name, site, args, value, certain }: FunctionCall): Operation[] {
  const outputs = framed(value);
  if (outputs.length === 0) return [];
  const given = [...args.positional, ...args.named.values()].flatMap((argument) => framed(argument.value));
  return [
    {
      kind: "function",
      type: name,
      site,
      module: undefined,
      container: true,
      inputs: given,
      outputs,
      macs: undefined,
      detail: noDetail,
      certain,
    },
  ];
}

/** A framework's tensors, and no arrays of data. */
function framed(value: Value): Tensor[] {
  return tensorsIn(value).filter((tensor) => !(tensor instanceof NumberArray));
}
