/** What a module keeps beside its attributes: how it was made, and what it does when it is called. */
import type { Bound } from "../tensors/signature.ts";
import type { Instance, Value } from "../value.ts";
import type { Call } from "./call.ts";

export interface ModuleState {
  readonly bound: Bound;
  /** Made by a framework's own code: nowhere in the user's files. */
  readonly madeInside: boolean;
  /** The framework's forward pass; `undefined`: the user's class has its own. */
  readonly forward: ((call: Call) => Value) | undefined;
  /** It calls modules that have rows of their own. */
  readonly container: boolean;
  /** Its constructor raises: nothing is known of what it would give. */
  readonly isRefused?: boolean;
}

export function stateOf(module: Instance): ModuleState | undefined {
  return module.native instanceof Object && "bound" in module.native ? (module.native as ModuleState) : undefined;
}
