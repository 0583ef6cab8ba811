/** Matrix products and what is made of them. */
import { compareDims } from "../../../tensor/dim/order.ts";
import { productOfDims } from "../../../tensor/dim/sum.ts";
import { formatDim } from "../../../tensor/dim/text.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { broadcast } from "../../tensors/broadcast.ts";
import { codes } from "../../tensors/codes.ts";
import { multiplyMatrices, multiplyOfRank, sumByLetters } from "../../tensors/matmul.ts";
import { itemsOf } from "../../tensors/sizes.ts";
import { Tuple, type Value } from "../../value.ts";
import { type Call, reasonOf } from "../call.ts";
import { named, type TorchFunction } from "../function.ts";
import { multiplyLast } from "../linear.ts";
import { TorchTensor } from "../tensor.ts";

type PairRule = (left: Shape, right: Shape) => ShapeAnswer;

function pairOf(left: string, right: string, rule: PairRule): (call: Call) => TorchTensor {
  return (call) => call.fromBoth(left, right, rule);
}

/** The last axes of both are summed. */
function innerOf(left: Shape, right: Shape): ShapeAnswer {
  if (left.length === 0 || right.length === 0) return broadcast(left, right);
  const turned = [right.at(-1) as Dim, productOfDims(right.slice(0, -1))];
  const product = multiplyMatrices(left, right.length === 1 ? right : turned);
  return "shape" in product ? { ...product, shape: [...left.slice(0, -1), ...right.slice(0, -1)] } : product;
}

function outer(left: Shape, right: Shape): ShapeAnswer {
  const wrong = [left, right].find((shape) => shape.length !== 1);
  return wrong
    ? mistaken(codes.rank, `takes two vectors, and gets ${formatShape(wrong)}.`)
    : { shape: [...left, ...right] };
}

/** With the axes before the last two of both. */
function batched(left: Shape, right: Shape, matrix: Shape): ShapeAnswer {
  const wrong = [left, right].find((shape) => shape.length < 2);
  if (wrong) return mistaken(codes.rank, `takes rows of at least 2 axes, and gets ${formatShape(wrong)}.`);
  const lead = broadcast(left.slice(0, -2), right.slice(0, -2));
  return "shape" in lead ? { ...lead, shape: [...lead.shape, ...matrix] } : lead;
}

function einsum(call: Call): Value {
  const [equation, ...rest] = itemsOf(call.get("operands")) ?? [];
  const operands = rest.length === 1 ? (itemsOf(rest[0]) ?? rest) : rest;
  const shapes = operands.map((operand) => (operand instanceof TorchTensor ? operand.shape : undefined));
  if (typeof equation !== "string") return call.unknown("the equation is not known");
  if (shapes.includes(undefined)) return call.unknown(reasonOf(operands[shapes.indexOf(undefined)]));
  return call.give(sumByLetters(equation, shapes as Shape[]), "float32");
}

function linear(call: Call): Value {
  const weight = call.shape("weight");
  return call.from("input", (shape) => {
    if (weight === undefined) return { unknown: reasonOf(call.get("weight")) };
    if (weight.length !== 2) return { shape: shape.slice(0, -1) };
    const product = multiplyLast(call, shape, weight[1] as Dim, weight[0] as Dim);
    return "shape" in product ? (wrongBias(call, weight[0] as Dim, product.shape) ?? product) : product;
  });
}

/** A bias is added to each row. */
function wrongBias(call: Call, features: Dim, meant: Shape): ShapeAnswer | undefined {
  const bias = call.shape("bias");
  const size = bias?.at(-1);
  if (bias === undefined || size === undefined || size === 1 || compareDims("==", size, features) !== false)
    return undefined;
  const words = `its bias is ${formatShape(bias)}, and the weight gives ${formatDim(features)} features, for each of which there must be one number.`;
  return { mistake: { code: codes.broadcast, message: words, meant, missed: [features, size] } };
}

const added = (rank: number) => addedTo((left, right) => multiplyOfRank(rank, left, right));

function addedTo(multiply: PairRule): (call: Call) => TorchTensor {
  return (call) => {
    const product = pairOf("a", "b", multiply)(call);
    const own = call.shape("input");
    if (own === undefined || product.shape === undefined)
      return call.unknown(product.reason ?? reasonOf(call.get("input")));
    return call.give(broadcast(product.shape, own), product.dtype);
  };
}

/** One query for each row: [.., L, E] with keys [.., S, E] and values [.., S, Ev] gives [.., L, Ev]. */
function attention(call: Call): Value {
  const [key, value] = [call.shape("key"), call.shape("value")];
  const apart = key && value && differentRows(call.shape("query"), key, value);
  if (apart) return call.complain(apart.mistake);
  return call.from("query", (shape) =>
    value
      ? batched(shape, value, [shape.at(-2) as Dim, value.at(-1) as Dim])
      : { unknown: reasonOf(call.get("value")) },
  );
}

/** Queries and keys are as wide, and there are as many keys as values. */
function differentRows(query: Shape | undefined, key: Shape, value: Shape): ReturnType<typeof mistaken> | undefined {
  const [wide, own] = [query?.at(-1), key.at(-1)];
  if (query && wide !== undefined && own !== undefined && compareDims("==", wide, own) === false)
    return mistaken(
      codes.matmul,
      `its query ${formatShape(query)} and its key ${formatShape(key)} end in different sizes.`,
      query,
    );
  const [keys, values] = [key.at(-2), value.at(-2)];
  if (keys === undefined || values === undefined || compareDims("==", keys, values) !== false) return undefined;
  const message = `its key ${formatShape(key)} has ${formatDim(keys)} rows and its value ${formatShape(value)} ${formatDim(values)}.`;
  return mistaken(codes.matmul, message, query);
}

/** Each row of one with each of the other. */
function distances(left: Shape, right: Shape): ShapeAnswer {
  const [a, b] = [left.at(-1), right.at(-1)];
  if (a !== undefined && b !== undefined && compareDims("==", a, b) === false)
    return mistaken(codes.matmul, `${formatShape(left)} and ${formatShape(right)} end in different sizes.`);
  return batched(left, right, [left.at(-2) as Dim, right.at(-2) as Dim]);
}

const MULTI_HEAD =
  "query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias, bias_k, bias_v, add_zero_attn, dropout_p, " +
  "out_proj_weight, out_proj_bias, training=True, key_padding_mask=None, need_weights=True, attn_mask=None";

/** As wide as the projection that comes last; the weights are those of all heads together. */
function multiHead(call: Call): Value {
  const [width] = call.shape("out_proj_weight") ?? [];
  const output = call.from("query", (shape) =>
    width === undefined
      ? { unknown: "the weight of its last projection is not known" }
      : { shape: [...shape.slice(0, -1), width] },
  );
  return new Tuple([output, call.get("need_weights") === false ? null : call.unknown("its weights are not followed")]);
}

export const products: readonly TorchFunction[] = [
  ...named("matmul", "input, other", pairOf("input", "other", multiplyMatrices)),
  ...named(
    "mm spmm",
    "input, mat2",
    pairOf("input", "mat2", (a, b) => multiplyOfRank(2, a, b)),
    { row: "mm" },
  ),
  ...named(
    "bmm",
    "input, mat2",
    pairOf("input", "mat2", (a, b) => multiplyOfRank(3, a, b)),
  ),
  ...named("mv", "input, vec", pairOf("input", "vec", multiplyMatrices)),
  ...named("dot vdot", "input, other", pairOf("input", "other", multiplyMatrices)),
  ...named("inner", "input, other", pairOf("input", "other", innerOf)),
  ...named("outer ger", "input, vec2", pairOf("input", "vec2", outer)),
  ...named("addmm", "input, a, b", added(2)),
  ...named("addmv", "input, a, b", addedTo(multiplyMatrices)),
  ...named(
    "addr",
    "input, a, b",
    addedTo((a, b) => ({ shape: [...a, ...b] })),
  ),
  ...named("baddbmm", "input, a, b", added(3)),
  { name: "operator @", signature: "input, other", rule: pairOf("input", "other", multiplyMatrices), row: "matmul" },
  {
    name: "operator reflected @",
    signature: "input, other",
    rule: pairOf("other", "input", multiplyMatrices),
    row: "matmul",
  },
  ...named("einsum", "*operands", einsum),
  ...named("linear", "input, weight, bias=None", linear),
  ...named("bilinear", "input1, input2, weight, bias=None", (call) => {
    const [out] = call.shape("weight") ?? [];
    return call.from("input1", (shape) =>
      out === undefined ? { unknown: "its weight is not known" } : { shape: [...shape.slice(0, -1), out] },
    );
  }),
  ...named(
    "scaled_dot_product_attention",
    "query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False",
    attention,
  ),
  ...named("cdist", "x1, x2", pairOf("x1", "x2", distances)),
  ...named("cross", "input, other", pairOf("input", "other", broadcast)),
  ...named("multi_head_attention_forward", MULTI_HEAD, multiHead),
];
