/** Modules that are a rule on one tensor's shape. */

import type { PyClass } from "../../py-class.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import type { Call } from "../call.ts";
import { layerDetail } from "../detail.ts";
import { defineModule, type Making } from "./module.ts";

export interface Leaf {
  readonly name: string;
  readonly signature: string;
  readonly sizes?: readonly string[];
  readonly rule: (call: Call, shape: Shape) => ShapeAnswer;
  make?(making: Making): void;
}

export function leafClass({ name, signature, sizes, rule, make }: Leaf): PyClass {
  return defineModule({
    name,
    signature,
    ...(sizes && { sizes }),
    ...(make && { make }),
    forward(call) {
      if (call.module) call.detail = layerDetail(call.module, call.tensor("input"));
      return call.from("input", (shape) => rule(call, shape));
    },
  });
}

/** Several classes that keep the shape. */
export function keeping(names: string, signature: string): PyClass[] {
  return names.split(" ").map((name) => leafClass({ name, signature, rule: (_call, shape) => ({ shape }) }));
}
