/** Norms, with their parameters and running statistics. */

import { moduloDims } from "../../../tensor/dim/divide.ts";
import { formatDim } from "../../../tensor/dim/text.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { StaticMethod } from "../../evaluate/descriptors.ts";
import type { PyClass } from "../../py-class.ts";
import { formatShape, mistaken, type Shape, type ShapeAnswer } from "../../tensors/answer.ts";
import { codes } from "../../tensors/codes.ts";
import { dimFrom, shapeFrom, sizeFrom } from "../../tensors/sizes.ts";
import type { Value } from "../../value.ts";
import { attributeOf, type Call } from "../call.ts";
import { isDoubtful } from "../doubts.ts";
import { identity } from "../harmless.ts";
import { expectRank, normalizeChannels, normalizeLast } from "../normalization.ts";
import { keeping, leafClass } from "./leaf.ts";
import type { Making } from "./module.ts";
import { setBuffer, setOptional } from "./parameters.ts";
import { refuseSizes } from "./refusals.ts";

const statistics =
  "eps=1e-05, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None, process_group=None, bias=True";
const instance =
  "num_features, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False, device=None, dtype=None, bias=True";

const ranks: Readonly<Record<string, readonly number[]>> = { "1d": [2, 3], "2d": [4], "3d": [5] };
const instanceRanks: Readonly<Record<string, readonly number[]>> = { "1d": [2, 3], "2d": [3, 4], "3d": [4, 5] };

function setStatistics(making: Making): void {
  const isAny = ["affine", "track_running_stats"].some((name) => making.run.truth(making.get(name)) === true);
  if (isAny) refuseSizes(making, ["num_features"]);
  const size = [sizeFrom(making.run, making.get("num_features"))];
  setOptional(making, "weight", making.get("affine"), size);
  setOptional(making, "bias", withBias(making, "affine"), size);
  if (making.run.truth(making.get("track_running_stats")) !== true) return;
  setBuffer(making, "running_mean", size);
  setBuffer(making, "running_var", size);
  setBuffer(making, "num_batches_tracked", [], "int64");
}

/** A bias can be left out of what is affine. */
function withBias(making: Making, affine: string): Value {
  return making.run.truth(making.get("bias")) === false ? false : making.get(affine);
}

function batchNorm(kind: string): PyClass {
  return leafClass({
    name: `BatchNorm${kind}`,
    signature: `num_features, ${statistics}`,
    make: setStatistics,
    rule(call, shape) {
      const answer = expectRank(shape, ranks[kind] ?? []) ?? checked(call, shape);
      if ("shape" in answer && isOneValue(shape.toSpliced(1, 1))) tellOneValue(call, shape);
      return answer;
    },
  });
}

/** Statistics of one value are none: PyTorch refuses them while it trains. Whoever reads the mistakes knows whether it does. */
function tellOneValue(call: Call, shape: Shape): void {
  const input = call.tensor("input");
  if (input && isDoubtful(call.run, input)) return;
  const message = `${call.subject}: expects more than one value for each channel while it is trained, and gets ${formatShape(shape)}. Call eval() first, or give it a larger batch.`;
  call.run.trace.report({ code: codes.oneValue, severity: "error", message, site: call.site });
}

function isOneValue(sizes: Shape): boolean {
  return sizes.every((size) => size === 1);
}

function checked(call: Call, shape: Shape): ShapeAnswer {
  return normalizeChannels(call, shape, dimFrom(attributeOf(call, "num_features")), "num_features");
}

function instanceNorm(kind: string): PyClass {
  return leafClass({
    name: `InstanceNorm${kind}`,
    signature: instance,
    make: setStatistics,
    rule(call, shape) {
      const wrong = expectRank(shape, instanceRanks[kind] ?? []);
      if (wrong) return wrong;
      const unbatched = shape.length === Number(kind[0]) + 1;
      const uses =
        call.run.truth(attributeOf(call, "affine")) === true ||
        call.run.truth(attributeOf(call, "track_running_stats")) === true;
      if (!uses && isOneValue(shape.slice(unbatched ? 1 : 2)) && shape.length > 2) {
        const message = `expects more than one value for each channel of a sample and gets ${formatShape(shape)}.`;
        return mistaken(codes.oneValue, message, shape);
      }
      if (!uses) return { shape };
      return unbatched ? withoutBatch(checked(call, [1, ...shape])) : checked(call, shape);
    },
  });
}

/** The answer for a batch of one, without it. */
function withoutBatch(answer: ShapeAnswer): ShapeAnswer {
  if ("shape" in answer) return { ...answer, shape: answer.shape.slice(1) };
  if (!("mistake" in answer) || answer.mistake.meant === undefined) return answer;
  return { mistake: { ...answer.mistake, meant: answer.mistake.meant.slice(1) } };
}

/** Lazy norms take the channels of their first input. */
function lazyNorm(name: string): PyClass {
  return leafClass({
    name,
    signature: statistics,
    rule(call, shape) {
      const { module, run } = call;
      if (module && shape[1] !== undefined && !module.attributes.has("num_features"))
        run.setAttribute(module, "num_features", shape[1]);
      return checked(call, shape);
    },
  });
}

const groupNorm = leafClass({
  name: "GroupNorm",
  signature: "num_groups, num_channels, eps=1e-05, affine=True, device=None, dtype=None, bias=True",
  make(making) {
    if (making.run.truth(making.get("affine")) === true) refuseSizes(making, ["num_channels"]);
    const channels = sizeFrom(making.run, making.get("num_channels"));
    setOptional(making, "weight", making.get("affine"), [channels]);
    setOptional(making, "bias", withBias(making, "affine"), [channels]);
    checkGroups(making, channels, dimFrom(making.get("num_groups")));
  },
  rule: (call, shape) => normalizeChannels(call, shape, dimFrom(attributeOf(call, "num_channels")), "num_channels"),
});

function checkGroups(making: Making, channels: Dim, groups: Dim | undefined): void {
  const rest = groups === undefined ? 0 : moduloDims(channels, groups);
  if (typeof rest !== "number" || rest === 0) return;
  const message = `num_channels must be a multiple of num_groups, and ${formatDim(channels)} is none of ${formatDim(groups as Dim)}.`;
  making.refuse({ code: codes.groups, message });
}

function normalizedShape(making: Making): readonly Dim[] | undefined {
  return shapeFrom(making.run, [making.get("normalized_shape")]);
}

const layerNorm = leafClass({
  name: "LayerNorm",
  signature: "normalized_shape, eps=1e-05, elementwise_affine=True, bias=True, device=None, dtype=None",
  sizes: ["normalized_shape"],
  make(making) {
    const shape = normalizedShape(making);
    if (shape === undefined) return;
    setOptional(making, "weight", making.get("elementwise_affine"), shape);
    setOptional(making, "bias", withBias(making, "elementwise_affine"), shape);
  },
  rule: byLastAxes,
});

const rmsNorm = leafClass({
  name: "RMSNorm",
  signature: "normalized_shape, eps=None, elementwise_affine=True, device=None, dtype=None",
  sizes: ["normalized_shape"],
  make(making) {
    const shape = normalizedShape(making);
    if (shape) setOptional(making, "weight", making.get("elementwise_affine"), shape);
  },
  rule: byLastAxes,
});

function byLastAxes(call: Call, shape: Shape): ShapeAnswer {
  const sizes = shapeFrom(call.run, [attributeOf(call, "normalized_shape")]);
  return sizes ? normalizeLast(call, shape, sizes) : { shape };
}

/** Over several machines; a model that is made to use it has the same shapes. */
function syncBatchNorm(): PyClass {
  const cls = leafClass({
    name: "SyncBatchNorm",
    signature: `num_features, ${statistics}`,
    make: setStatistics,
    rule: checked,
  });
  cls.members.set("convert_sync_batchnorm", new StaticMethod(identity("convert_sync_batchnorm")));
  return cls;
}

export function normClasses(): PyClass[] {
  return [
    ...["1d", "2d", "3d"].flatMap((kind) => [
      batchNorm(kind),
      instanceNorm(kind),
      lazyNorm(`LazyBatchNorm${kind}`),
      lazyNorm(`LazyInstanceNorm${kind}`),
    ]),
    syncBatchNorm(),
    groupNorm,
    layerNorm,
    rmsNorm,
    ...keeping("LocalResponseNorm CrossMapLRN2d", "size, alpha=0.0001, beta=0.75, k=1"),
  ];
}
