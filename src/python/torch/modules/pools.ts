/** Pooling modules. */

import type { PyClass } from "../../py-class.ts";
import { itemsOf, sizeFrom } from "../../tensors/sizes.ts";
import { unknownSize } from "../../tensors/unknown-size.ts";
import type { Value } from "../../value.ts";
import { attributeOf, type Call, listOf } from "../call.ts";
import { layerDetail } from "../detail.ts";
import { poolImage, poolTo, unpoolImage } from "../pooling.ts";
import { TorchTensor } from "../tensor.ts";
import { splitImage } from "../windows.ts";
import { defineModule } from "./module.ts";

const max = "kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False";
const average = "kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None";
const power = "norm_type, kernel_size, stride=None, ceil_mode=False";

type PoolRule = (call: Call, axes: number) => TorchTensor;

const sliding: PoolRule = (call, axes) =>
  call.from("input", (shape) =>
    poolImage(call, axes, shape, (name) =>
      name === "padding" || name === "ceil_mode" ? (attributeOf(call, name) ?? 0) : attributeOf(call, name),
    ),
  );

const adaptive: PoolRule = (call, axes) =>
  call.from("input", (shape) => poolTo(call, axes, shape, attributeOf(call, "output_size")));

/** Its windows are drawn by chance, but their number is given. */
const fractional: PoolRule = (call, axes) =>
  call.from("input", (shape) => {
    const cut = splitImage(axes, shape);
    if ("mistake" in cut) return cut;
    const target = attributeOf(call, "output_size");
    const items = itemsOf(target) ?? cut.image.map(() => target);
    const sizes = cut.image.map((_, axis) =>
      items[axis] === null ? unknownSize(call.run) : sizeFrom(call.run, items[axis]),
    );
    return { shape: [...cut.head, ...sizes] };
  });

function poolClass(name: string, axes: number, signature: string, rule: PoolRule): PyClass {
  return defineModule({
    name: `${name}${axes}d`,
    signature,
    forward(call) {
      if (call.module) call.detail = layerDetail(call.module, call.tensor("input"));
      return withIndices(call, rule(call, axes));
    },
  });
}

function unpoolClass(axes: number): PyClass {
  return defineModule({
    name: `MaxUnpool${axes}d`,
    signature: "kernel_size, stride=None, padding=0",
    takes: "input, indices, output_size=None",
    forward: (call) =>
      call.from("input", (shape) =>
        unpoolImage(call, axes, shape, (name) => attributeOf(call, name) ?? null, call.get("output_size")),
      ),
  });
}

function withIndices(call: Call, pooled: TorchTensor): Value {
  if (call.run.truth(attributeOf(call, "return_indices")) !== true) return pooled;
  return listOf([pooled, new TorchTensor({ shape: pooled.shape, reason: pooled.reason, dtype: "int64" })]);
}

export function poolClasses(): PyClass[] {
  return [1, 2, 3].flatMap((axes) => [
    poolClass("MaxPool", axes, max, sliding),
    poolClass("AvgPool", axes, average, sliding),
    poolClass("LPPool", axes, power, sliding),
    poolClass("AdaptiveAvgPool", axes, "output_size", adaptive),
    poolClass("AdaptiveMaxPool", axes, "output_size, return_indices=False", adaptive),
    poolClass(
      "FractionalMaxPool",
      axes,
      "kernel_size, output_size=None, output_ratio=None, return_indices=False",
      fractional,
    ),
    unpoolClass(axes),
  ]);
}
