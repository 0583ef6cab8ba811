/** Attention and transformers, whole: what happens inside them is PyTorch's own and no row of the trace. */

import { moduloDims } from "../../../tensor/dim/divide.ts";
import { compareDims } from "../../../tensor/dim/order.ts";
import { scaleDim } from "../../../tensor/dim/sum.ts";
import { formatDim } from "../../../tensor/dim/text.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { argumentsOf } from "../../arguments.ts";
import type { PyClass } from "../../py-class.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { codes } from "../../tensors/codes.ts";
import { dimFrom, sizeFrom } from "../../tensors/sizes.ts";
import { Instance, Tuple, type Value } from "../../value.ts";
import { attributeOf, type Call, listOf, reasonOf } from "../call.ts";
import { checkFeatures } from "../linear.ts";
import { TorchTensor } from "../tensor.ts";
import { defineModule, type Making, makeInside } from "./module.ts";
import { setOptional, setParameter } from "./parameters.ts";
import { refuseSizes } from "./refusals.ts";

/** The classes that attention is made of, found by their names so that they are made first. */
export type Classes = (name: string) => PyClass;

const attention =
  "embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None, vdim=None, batch_first=False, device=None, dtype=None";

function attentionClass(classes: Classes): PyClass {
  return defineModule({
    name: "MultiheadAttention",
    signature: attention,
    takes:
      "query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None, average_attn_weights=True, is_causal=False",
    make: (making) => makeAttention(making, classes),
    forward: attend,
  });
}

function makeAttention(making: Making, classes: Classes): void {
  const width = sizeFrom(making.run, making.get("embed_dim"));
  checkHeads(making, width);
  const others = [making.get("kdim"), making.get("vdim")].map((value) =>
    value === null ? width : (dimFrom(value) ?? width),
  );
  if (others.every((other) => other === width)) setParameter(making, "in_proj_weight", [scaleDim(width, 3), width]);
  else setSeparate(making, width, others as [Dim, Dim]);
  setOptional(making, "in_proj_bias", making.get("bias"), [scaleDim(width, 3)]);
  making.set(
    "out_proj",
    makeInside(making.run, classes("Linear"), argumentsOf(width, width, making.get("bias")), making.site),
  );
}

function setSeparate(making: Making, width: Dim, [key, value]: [Dim, Dim]): void {
  setParameter(making, "q_proj_weight", [width, width]);
  setParameter(making, "k_proj_weight", [width, key]);
  setParameter(making, "v_proj_weight", [width, value]);
}

function checkHeads(making: Making, width: Dim): void {
  refuseSizes(making, ["embed_dim", "num_heads"], 1);
  const heads = dimFrom(making.get("num_heads"));
  const rest = heads === undefined ? 0 : moduloDims(width, heads);
  if (typeof rest !== "number" || rest === 0) return;
  const message = `embed_dim must be a multiple of num_heads, and ${formatDim(width)} is none of ${formatDim(heads as Dim)}.`;
  making.refuse({ code: codes.embedDim, message });
}

/** The output, as long as the query, and the weights between every query and every key. */
function attend(call: Call): Value {
  const expected = sizeFrom(call.run, attributeOf(call, "embed_dim"));
  const output = call.from("query", (shape) => {
    const answer = checkFeatures(call, shape, { expected, argument: "embed_dim" }, shape);
    return "mistake" in answer ? answer : (wrongMemory(call, shape, expected) ?? answer);
  });
  const wanted = call.run.truth(call.get("need_weights"));
  if (wanted === false) return new Tuple([output, null]);
  const [query, key] = [output.shape, call.shape("key")];
  if (query === undefined || key === undefined) return listOf([output, call.unknown(reasonOf(call.get("key")))]);
  return listOf([output, new TorchTensor({ shape: weightsShape(call, query, key), dtype: "float32" })]);
}

/** Keys and values have the query's number of axes, and as many features as they were announced with. */
function wrongMemory(call: Call, query: Shape, width: Dim): ShapeAnswer | undefined {
  for (const [name, argument] of [
    ["key", "kdim"],
    ["value", "vdim"],
  ] as const) {
    const shape = call.shape(name);
    if (shape === undefined) continue;
    if (shape.length !== query.length) {
      const message = `its query is ${formatShape(query)} and its ${name} ${formatShape(shape)}: both have a batch or none.`;
      return mistaken(codes.rank, message, query);
    }
    const announced = attributeOf(call, argument);
    const expected = announced === null || announced === undefined ? width : dimFrom(announced);
    if (expected === undefined) continue;
    const answer = checkFeatures(call, shape, { expected, argument }, query);
    if ("mistake" in answer) return answer;
  }
  return undefined;
}

function weightsShape(call: Call, query: Shape, key: Shape): Shape | undefined {
  const batchFirst = call.run.truth(attributeOf(call, "batch_first"));
  const average = call.run.truth(call.get("average_attn_weights"));
  if (batchFirst === undefined || average === undefined) return undefined;
  const [batch, length] = batchFirst ? [0, 1] : [1, 0];
  if (query.length === 2) return [query[0] as Dim, key[0] as Dim];
  const heads = average ? [] : [sizeFrom(call.run, attributeOf(call, "num_heads"))];
  return [query[batch] as Dim, ...heads, query[length] as Dim, key[length] as Dim];
}

const layer =
  "d_model, nhead, dim_feedforward=2048, dropout=0.1, activation='relu', layer_norm_eps=1e-05, batch_first=False, norm_first=False, bias=True, device=None, dtype=None";

function setParts(making: Making, classes: Classes, attentions: readonly string[], norms: number): void {
  const [width, hidden] = [
    sizeFrom(making.run, making.get("d_model")),
    sizeFrom(making.run, making.get("dim_feedforward")),
  ];
  const part = (name: string, cls: string, ...values: Value[]) =>
    making.set(name, makeInside(making.run, classes(cls), argumentsOf(...values), making.site));
  for (const name of attentions) part(name, "MultiheadAttention", width, making.get("nhead"));
  part("linear1", "Linear", width, hidden);
  part("linear2", "Linear", hidden, width);
  for (let index = 1; index <= norms; index++) part(`norm${index}`, "LayerNorm", width);
}

function sameAs(name: string, expected: string): (call: Call) => Value {
  return (call) => {
    const width = attributeOf(call, expected);
    const known = dimFrom(width);
    return call.from(name, (shape) =>
      known === undefined ? { shape } : checkFeatures(call, shape, { expected: known, argument: expected }, shape),
    );
  };
}

function layerClass(name: string, classes: Classes, parts: readonly string[], norms: number): PyClass {
  return defineModule({
    name,
    signature: layer,
    takes: name.includes("Encoder")
      ? "src, src_mask=None, src_key_padding_mask=None, is_causal=False"
      : "tgt, memory, tgt_mask=None, memory_mask=None",
    make: (making) => setParts(making, classes, parts, norms),
    forward: sameAs(name.includes("Encoder") ? "src" : "tgt", "d_model"),
  });
}

/** A layer that is copied `num_layers` times. */
function stackClass(name: string, layer: string, first: string): PyClass {
  return defineModule({
    name,
    signature: `${layer}, num_layers, norm=None, enable_nested_tensor=True, mask_check=True`,
    takes:
      first === "src" ? "src, mask=None, src_key_padding_mask=None" : "tgt, memory, tgt_mask=None, memory_mask=None",
    make(making) {
      const [model, count] = [making.get(layer), making.get("num_layers")];
      making.instance.attributes.delete(layer);
      if (!(model instanceof Instance) || typeof count !== "number") return;
      for (let index = 0; index < Math.min(count, 200); index++) making.set(`layers.${index}`, copyOf(model));
    },
    forward: (call) => call.from(first, (shape) => ({ shape })),
  });
}

/** A module with parameters of its own in the same shapes. */
function copyOf(model: Instance): Instance {
  const copy = new Instance(model.cls, model.site);
  copy.native = model.native;
  for (const [name, value] of model.attributes) {
    if (value instanceof TorchTensor && value.role) copy.attributes.set(name, value.as(value.role));
    else copy.attributes.set(name, value instanceof Instance ? copyOf(value) : value);
  }
  return copy;
}

const transformer =
  "d_model=512, nhead=8, num_encoder_layers=6, num_decoder_layers=6, dim_feedforward=2048, dropout=0.1, activation='relu', custom_encoder=None, custom_decoder=None, layer_norm_eps=1e-05, batch_first=False, norm_first=False, bias=True, device=None, dtype=None";

function transformerClass(classes: Classes): PyClass {
  return defineModule({
    name: "Transformer",
    signature: transformer,
    takes: "src, tgt",
    make(making) {
      for (const half of ["encoder", "decoder"]) makeHalf(making, classes, half);
    },
    forward: (call) => call.from("tgt", (target) => checkTransformer(call, call.shape("src"), target)),
  });
}

/** Both sequences have the model's width and one batch. */
function checkTransformer(call: Call, source: Shape | undefined, target: Shape): ShapeAnswer {
  const width = dimFrom(attributeOf(call, "d_model"));
  const batchFirst = call.run.truth(attributeOf(call, "batch_first"));
  const axis = batchFirst === undefined || target.length !== 3 || source?.length !== 3 ? undefined : batchFirst ? 0 : 1;
  if (axis !== undefined && compareDims("==", source?.[axis] as Dim, target[axis] as Dim) === false) {
    const message = `the batches of ${formatShape(source as Shape)} and ${formatShape(target)} differ in axis ${axis}.`;
    return mistaken(codes.broadcast, message, target);
  }
  for (const shape of width === undefined ? [] : [source, target]) {
    const checked = shape && checkFeatures(call, shape, { expected: width as Dim, argument: "d_model" }, target);
    if (checked && "mistake" in checked) return checked;
  }
  return { shape: target };
}

/** What the text gives, or a stack of PyTorch's own layers with a norm behind them. */
function makeHalf(making: Making, classes: Classes, half: string): void {
  const custom = making.get(`custom_${half}`);
  making.set(half, custom === null ? ownStack(making, classes, half) : custom);
}

function ownStack(making: Making, classes: Classes, half: string): Instance {
  const make = (cls: string, ...values: Value[]) =>
    makeInside(making.run, classes(cls), argumentsOf(...values), making.site);
  const options = ["d_model", "nhead", "dim_feedforward", "dropout", "activation"].map((name) => making.get(name));
  const stack = `Transformer${half === "encoder" ? "Encoder" : "Decoder"}`;
  const layers = making.get(`num_${half}_layers`);
  return make(stack, make(`${stack}Layer`, ...options), layers, make("LayerNorm", making.get("d_model")));
}

export function attentionClasses(classes: Classes): PyClass[] {
  return [
    attentionClass(classes),
    layerClass("TransformerEncoderLayer", classes, ["self_attn"], 2),
    layerClass("TransformerDecoderLayer", classes, ["self_attn", "multihead_attn"], 3),
    stackClass("TransformerEncoder", "encoder_layer", "src"),
    stackClass("TransformerDecoder", "decoder_layer", "tgt"),
    transformerClass(classes),
  ];
}
