/** Numbers as small integers and back: shapes stay, types change. */

import type { Shape } from "../../../../python/tensors/answer.ts";
import { broadcast } from "../../../../python/tensors/broadcast.ts";
import { concatenate } from "../../../../python/tensors/join.ts";
import type { Rule, Rules } from "../call.ts";
import { all } from "./elementwise.ts";

const UINT8 = 2;

const quantize: Rule = (call) => ({
  shape: call.shape(0),
  type: call.type(2) ?? (call.integer("output_dtype", 0) || UINT8),
});

const dynamic: Rule = (call) => [
  { shape: call.shape(0), type: UINT8 },
  { shape: [], type: call.type(0) },
  { shape: [], type: UINT8 },
];

/** onnxruntime's: each operand has its scale and zero point behind it. */
const binary: Rule = (call) => ({ shape: call.checked(broadcast(call.shape(0), call.shape(3))) });

/** The result's scale and zero point, then three inputs for each part. */
const concat: Rule = (call) => {
  const places = Array.from({ length: Math.floor((call.count - 2) / 3) }, (_, index) => 2 + 3 * index);
  const [first, ...others] = places.map((place) => call.shape(place));
  const shapes: readonly [Shape, ...Shape[]] = [first ?? call.shape(2), ...others];
  return {
    shape: call.checked(concatenate(shapes, call.axis(call.integer("axis", 1), shapes[0].length))),
    type: call.type(2),
  };
};

export const quantizationRules: Rules = {
  QuantizeLinear: quantize,
  DequantizeLinear: (call) => ({ shape: call.shape(0), type: call.type(1) }),
  DynamicQuantizeLinear: dynamic,
};

export const fusedQuantizationRules: Rules = { ...all("QLinearAdd QLinearMul", binary), QLinearConcat: concat };
