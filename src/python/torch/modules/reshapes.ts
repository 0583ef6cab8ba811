/** Modules that reshape, resize and pad. */

import type { PyClass } from "../../py-class.ts";
import { unflattenAxis } from "../../tensors/reshape.ts";
import { dimFrom, shapeFrom } from "../../tensors/sizes.ts";
import { attributeOf } from "../call.ts";
import { flattenBetween, withAxis } from "../functions/axis.ts";
import { shuffleChannels, shufflePixels, unshufflePixels } from "../functions/pixels.ts";
import { foldImage, unfoldImage } from "../functions/windows.ts";
import { interpolate, padImage } from "../resizing.ts";
import { leafClass } from "./leaf.ts";

const flatten = leafClass({
  name: "Flatten",
  signature: "start_dim=1, end_dim=-1",
  rule: (call, shape) =>
    flattenBetween(attributeOf(call, "start_dim") ?? null, attributeOf(call, "end_dim") ?? null, shape),
});

const unflatten = leafClass({
  name: "Unflatten",
  signature: "dim, unflattened_size",
  rule(call, shape) {
    const sizes = shapeFrom(call.run, [attributeOf(call, "unflattened_size")]);
    if (typeof attributeOf(call, "dim") === "string") return { unknown: "named axes are not followed" };
    return withAxis(attributeOf(call, "dim"), shape, (axis) =>
      sizes ? unflattenAxis(shape, axis, sizes) : { unknown: "its sizes are not known" },
    );
  },
});

function upsampling(name: string, signature: string): PyClass {
  return leafClass({
    name,
    signature,
    rule: (call, shape) => interpolate(call, shape, (name) => attributeOf(call, name)),
  });
}

function padding(kind: string, axes: number): PyClass {
  return leafClass({
    name: `${kind}${axes}d`,
    signature: kind === "ConstantPad" ? "padding, value" : "padding",
    rule: (call, shape) => padImage(call, axes, shape, attributeOf(call, "padding")),
  });
}

const pixels = [
  leafClass({
    name: "PixelShuffle",
    signature: "upscale_factor",
    rule: (call, shape) => shufflePixels(call, shape, dimFrom(attributeOf(call, "upscale_factor"))),
  }),
  leafClass({
    name: "PixelUnshuffle",
    signature: "downscale_factor",
    rule: (call, shape) => unshufflePixels(call, shape, dimFrom(attributeOf(call, "downscale_factor"))),
  }),
];

const folds = [
  leafClass({
    name: "Unfold",
    signature: "kernel_size, dilation=1, padding=0, stride=1",
    rule: (call, shape) => unfoldImage(call, shape, (name) => attributeOf(call, name)),
  }),
  leafClass({
    name: "Fold",
    signature: "output_size, kernel_size, dilation=1, padding=0, stride=1",
    rule: (call, shape) => foldImage(call, shape, (name) => attributeOf(call, name)),
  }),
];

export function reshapeClasses(): PyClass[] {
  const kinds = ["ZeroPad", "ConstantPad", "ReflectionPad", "ReplicationPad", "CircularPad"];
  return [
    flatten,
    unflatten,
    upsampling(
      "Upsample",
      "size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None",
    ),
    upsampling("UpsamplingNearest2d", "size=None, scale_factor=None"),
    upsampling("UpsamplingBilinear2d", "size=None, scale_factor=None"),
    ...kinds.flatMap((kind) => [1, 2, 3].map((axes) => padding(kind, axes))),
    ...pixels,
    ...folds,
    leafClass({
      name: "ChannelShuffle",
      signature: "groups",
      rule: (call, shape) => shuffleChannels(shape, attributeOf(call, "groups") ?? null),
    }),
  ];
}
