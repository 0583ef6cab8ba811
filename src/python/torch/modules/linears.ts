/** Linear modules. */
import type { Dim } from "../../../tensor/dim.ts";
import type { PyClass } from "../../py-class.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { dimFrom, sizeFrom } from "../../tensors/sizes.ts";
import { attributeOf, type Call, reasonOf } from "../call.ts";
import { checkFeatures, multiplyLast } from "../linear.ts";
import { TorchTensor } from "../tensor.ts";
import { leafClass } from "./leaf.ts";
import { defineModule, type Making } from "./module.ts";
import { setOptional, setParameter } from "./parameters.ts";

function setWeights(making: Making): void {
  const [i, o] = ["in_features", "out_features"].map((name) => sizeFrom(making.run, making.get(name))) as [Dim, Dim];
  setParameter(making, "weight", [o, i]);
  setOptional(making, "bias", making.get("bias"), [o]);
}

/** What it really multiplies with: code may have put another weight in the place of its own. */
function featuresOf(call: Call): [Dim, Dim] {
  const weight = attributeOf(call, "weight");
  const [o, i] = weight instanceof TorchTensor ? (weight.shape ?? []) : [];
  return [
    i ?? sizeFrom(call.run, attributeOf(call, "in_features")),
    o ?? sizeFrom(call.run, attributeOf(call, "out_features")),
  ];
}

const linear = leafClass({
  name: "Linear",
  signature: "in_features, out_features, bias=True, device=None, dtype=None",
  sizes: ["in_features", "out_features"],
  make: setWeights,
  rule: (call, shape) => multiplyLast(call, shape, ...featuresOf(call)),
});

const lazyLinear = leafClass({
  name: "LazyLinear",
  signature: "out_features, bias=True, device=None, dtype=None",
  make(making) {
    setParameter(making, "weight", undefined);
    setOptional(making, "bias", making.get("bias"), [sizeFrom(making.run, making.get("out_features"))]);
  },
  rule(call, shape) {
    const out = sizeFrom(call.run, attributeOf(call, "out_features"));
    learnFeatures(call, shape, out);
    return multiplyLast(call, shape, dimFrom(attributeOf(call, "in_features")) ?? (shape.at(-1) as Dim), out);
  },
});

function learnFeatures({ run, module }: Call, shape: Shape, out: Dim): void {
  const last = shape.at(-1);
  if (module === undefined || last === undefined || module.attributes.has("in_features")) return;
  run.setAttribute(module, "weight", new TorchTensor({ shape: [out, last], dtype: "float32", role: "parameter" }));
  run.setAttribute(module, "in_features", last);
}

const bilinear = defineModule({
  name: "Bilinear",
  signature: "in1_features, in2_features, out_features, bias=True, device=None, dtype=None",
  takes: "input1, input2",
  sizes: ["in1_features", "in2_features", "out_features"],
  make(making) {
    const [a, b, o] = ["in1_features", "in2_features", "out_features"].map((name) =>
      sizeFrom(making.run, making.get(name)),
    ) as [Dim, Dim, Dim];
    setParameter(making, "weight", [o, a, b]);
    setOptional(making, "bias", making.get("bias"), [o]);
  },
  forward(call) {
    if (call.shape("input1") === undefined) return call.unknown(reasonOf(call.get("input1")));
    const out = sizeFrom(call.run, attributeOf(call, "out_features"));
    return call.from("input1", (shape) => {
      const meant = [...shape.slice(0, -1), out];
      return wrongSide(call, "1", meant) ?? wrongSide(call, "2", meant) ?? { shape: meant };
    });
  },
});

function wrongSide(call: Call, side: "1" | "2", meant: Shape): ShapeAnswer | undefined {
  const shape = call.shape(`input${side}`);
  const expected = dimFrom(attributeOf(call, `in${side}_features`));
  const found = shape?.at(-1);
  if (shape === undefined || found === undefined || expected === undefined) return undefined;
  const argument = `in${side}_features`;
  const answer = checkFeatures(call, shape, { expected, argument }, meant);
  return "mistake" in answer ? answer : undefined;
}

export function linearClasses(): PyClass[] {
  return [linear, lazyLinear, bilinear];
}
