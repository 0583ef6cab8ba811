/** Modules for sequences: embeddings, recurrent layers. */

import { compareDims } from "../../../tensor/dim/order.ts";
import { multiplyDims, scaleDim } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { PyClass } from "../../py-class.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { codes } from "../../tensors/codes.ts";
import { sizeFrom } from "../../tensors/sizes.ts";
import { Tuple, type Value } from "../../value.ts";
import { attributeOf, type Call, listOf, tensorsIn } from "../call.ts";
import { checkFeatures } from "../linear.ts";
import { TorchTensor } from "../tensor.ts";
import { defineModule, type Making } from "./module.ts";
import { setOptional, setParameter } from "./parameters.ts";

const embedding = defineModule({
  name: "Embedding",
  signature:
    "num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2, scale_grad_by_freq=False, sparse=False, _weight=None, _freeze=False",
  sizes: ["num_embeddings", "embedding_dim"],
  make: (making) => setParameter(making, "weight", sizesOf(making, "num_embeddings", "embedding_dim")),
  forward(call) {
    const width = sizeFrom(call.run, attributeOf(call, "embedding_dim"));
    const { shape, reason } = call.from("input", (own) => ({ shape: [...own, width] }));
    return new TorchTensor({ shape, reason, dtype: "float32" });
  },
});

const embeddingBag = defineModule({
  name: "EmbeddingBag",
  signature:
    "num_embeddings, embedding_dim, max_norm=None, norm_type=2, scale_grad_by_freq=False, mode='mean', sparse=False, _weight=None, include_last_offset=False, padding_idx=None",
  takes: "input, offsets=None",
  sizes: ["num_embeddings", "embedding_dim"],
  make: (making) => setParameter(making, "weight", sizesOf(making, "num_embeddings", "embedding_dim")),
  forward(call) {
    const width = sizeFrom(call.run, attributeOf(call, "embedding_dim"));
    const offsets = call.shape("offsets");
    return call.from("input", (shape) => ({ shape: [(shape.length === 1 ? offsets?.[0] : shape[0]) ?? 1, width] }));
  },
});

function sizesOf(making: Making, ...names: string[]): Dim[] {
  return names.map((name) => sizeFrom(making.run, making.get(name)));
}

const recurrent = "input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0, bidirectional=False";
const gates: Readonly<Record<string, number>> = { RNN: 1, LSTM: 4, GRU: 3 };

function recurrentClass(name: string): PyClass {
  return defineModule({
    name,
    signature:
      name === "LSTM" ? `${recurrent}, proj_size=0` : name === "RNN" ? `${recurrent}, nonlinearity='tanh'` : recurrent,
    takes: "input, hx=None",
    sizes: ["input_size", "hidden_size", "num_layers"],
    make: (making) => setRecurrentWeights(making, gates[name] ?? 1),
    forward: (call) => runRecurrent(call, name),
  });
}

function setRecurrentWeights(making: Making, gateCount: number): void {
  const [input, hidden, count] = sizesOf(making, "input_size", "hidden_size", "num_layers") as [Dim, Dim, Dim];
  const directions = making.run.truth(making.get("bidirectional")) === true ? ["", "_reverse"] : [""];
  const projected = projectionOf(making.get("proj_size"));
  const output = projected ?? hidden;
  for (let layer = 0; typeof count === "number" && layer < Math.min(count, 100); layer++) {
    for (const suffix of directions) {
      const width = layer === 0 ? input : scaleDim(output, directions.length);
      const rows = scaleDim(hidden, gateCount);
      setParameter(making, `weight_ih_l${layer}${suffix}`, [rows, width]);
      setParameter(making, `weight_hh_l${layer}${suffix}`, [rows, output]);
      for (const kind of ["ih", "hh"])
        setOptional(making, `bias_${kind}_l${layer}${suffix}`, making.get("bias"), [rows]);
      if (projected !== undefined) setParameter(making, `weight_hr_l${layer}${suffix}`, [projected, hidden]);
    }
  }
}

function projectionOf(value: Value): number | undefined {
  return typeof value === "number" && value > 0 ? value : undefined;
}

/** [L, N, in] (or [N, L, in]) -> [.., directions * hidden], and the last states [layers * directions, N, hidden]. */
function runRecurrent(call: Call, name: string): Value {
  const hidden = sizeFrom(call.run, attributeOf(call, "hidden_size"));
  const output = projectionOf(attributeOf(call, "proj_size")) ?? hidden;
  const directions = call.run.truth(attributeOf(call, "bidirectional")) === true ? 2 : 1;
  const states = multiplyDims(sizeFrom(call.run, attributeOf(call, "num_layers")), directions);
  const expected = sizeFrom(call.run, attributeOf(call, "input_size"));
  const all = call.from("input", (shape) => {
    const out = [...shape.slice(0, -1), scaleDim(output, directions)];
    const wrong = expectAxes(shape, [2, 3]) ?? checkFeatures(call, shape, { expected, argument: "input_size" }, out);
    return "mistake" in wrong
      ? wrong
      : checkStates(call, statesOf(states, batchOf(call, out)), { output, hidden, directions }, out);
  });
  const batch = batchOf(call, all.shape);
  const state = (width: Dim) =>
    new TorchTensor({ shape: batch && [states, ...batch, width], reason: all.reason, dtype: "float32" });
  return new Tuple([all, name === "LSTM" ? listOf([state(output), state(hidden)]) : state(output)]);
}

/** `undefined`: it has as many axes as the module takes. */
function expectAxes(shape: Shape, ranks: readonly number[]): ShapeAnswer | undefined {
  if (ranks.includes(shape.length)) return undefined;
  return mistaken(codes.rank, `expects ${ranks.join(" or ")} axes and gets ${formatShape(shape)}.`);
}

/** The states that it begins with: `h`, or `(h, c)`, in the shape of the last ones. */
function checkStates(
  call: Call,
  front: Shape | undefined,
  { output, hidden, directions }: { readonly output: Dim; readonly hidden: Dim; readonly directions: number },
  meant: Shape,
): ShapeAnswer {
  const given = front ? tensorsIn(call.get("hx")) : [];
  for (const [place, { shape }] of given.entries()) {
    const wanted = [...(front ?? []), place === 0 ? output : hidden];
    if (shape === undefined || fits(shape, wanted)) continue;
    const message = `expects ${place === 0 ? "a hidden" : "a cell"} state of ${formatShape(wanted)} and gets ${formatShape(shape)}.`;
    const open = missesDirections(directions, shape, wanted) ? { open: [meant.length - 1] } : {};
    return { mistake: { code: codes.states, message, meant, ...open } };
  }
  return { shape: meant };
}

function statesOf(count: Dim, batch: Shape | undefined): Shape | undefined {
  return batch && [count, ...batch];
}

/** Cells take states without a batch beside an input with one. */
function fits(shape: Shape, wanted: Shape): boolean {
  if (shape.length !== wanted.length) return shape.length < 3 && wanted.length < 3;
  return !shape.some((size, axis) => compareDims("==", size, wanted[axis] as Dim) === false);
}

/** States for the other number of directions: `bidirectional` may be what is wrong, so that how many features come out is not known. */
function missesDirections(directions: number, shape: Shape, expected: Shape): boolean {
  const [[given], [wanted]] = [shape, expected];
  if (shape.length !== expected.length || typeof given !== "number" || typeof wanted !== "number") return false;
  return given * directions === wanted * (3 - directions);
}

function batchOf(call: Call, shape: Shape | undefined): Shape | undefined {
  if (shape === undefined || shape.length === 2) return shape && [];
  const first = call.run.truth(attributeOf(call, "batch_first"));
  return first === undefined ? undefined : [shape[first ? 0 : 1] as Dim];
}

function cellClass(name: string, gateCount: number): PyClass {
  return defineModule({
    name,
    signature:
      name === "RNNCell"
        ? "input_size, hidden_size, bias=True, nonlinearity='tanh'"
        : "input_size, hidden_size, bias=True",
    takes: "input, hx=None",
    sizes: ["input_size", "hidden_size", "num_layers"],
    make(making) {
      const [input, hidden] = sizesOf(making, "input_size", "hidden_size") as [Dim, Dim];
      const rows = scaleDim(hidden, gateCount);
      setParameter(making, "weight_ih", [rows, input]);
      setParameter(making, "weight_hh", [rows, hidden]);
      for (const bias of ["bias_ih", "bias_hh"]) setOptional(making, bias, making.get("bias"), [rows]);
    },
    forward(call) {
      const hidden = sizeFrom(call.run, attributeOf(call, "hidden_size"));
      const expected = sizeFrom(call.run, attributeOf(call, "input_size"));
      const next = call.from("input", (shape) => {
        const out = [...shape.slice(0, -1), hidden];
        const wrong =
          expectAxes(shape, [1, 2]) ?? checkFeatures(call, shape, { expected, argument: "input_size" }, out);
        return "mistake" in wrong
          ? wrong
          : checkStates(call, shape.slice(0, -1), { output: hidden, hidden, directions: 1 }, out);
      });
      const cell = new TorchTensor({ shape: next.shape, reason: next.reason, dtype: next.dtype });
      return name === "LSTMCell" ? listOf([next, cell]) : next;
    },
  });
}

export function sequenceClasses(): PyClass[] {
  return [
    embedding,
    embeddingBag,
    ...Object.keys(gates).map(recurrentClass),
    cellClass("RNNCell", 1),
    cellClass("LSTMCell", 4),
    cellClass("GRUCell", 3),
  ];
}
