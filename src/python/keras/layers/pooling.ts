/** Pooling over windows and over everything, in one, two and three axes. */

import type { LayerCall } from "../layer-call.ts";
import { gives, type LayerKind, type Outcome } from "../layer-kind.ts";
import { arrange, layoutOf } from "./layout.ts";
import { unknownRow } from "./reshaping.ts";
import { checkPadding, checkSizes, ones, paddingOf, type Sliding, sizesOr, slide } from "./sliding.ts";
import { slidingSteps } from "./steps.ts";
import { tableDetail } from "./table-detail.ts";

export const pools: readonly LayerKind[] = [1, 2, 3].flatMap((rank) => [
  pool(rank, [`MaxPooling${rank}D`, `MaxPool${rank}D`]),
  pool(rank, [`AveragePooling${rank}D`, `AvgPool${rank}D`]),
  globalPool(rank, [`GlobalMaxPooling${rank}D`, `GlobalMaxPool${rank}D`]),
  globalPool(rank, [`GlobalAveragePooling${rank}D`, `GlobalAvgPool${rank}D`]),
  adaptivePool(rank, [`AdaptiveMaxPooling${rank}D`]),
  adaptivePool(rank, [`AdaptiveAveragePooling${rank}D`]),
]);

function pool(rank: number, names: LayerKind["names"]): LayerKind {
  return {
    names,
    takesOne: true,
    parameters: ["pool_size", "strides", "padding", "data_format"],
    check(construction) {
      checkPadding(construction, ["valid", "same"]);
      for (const name of ["pool_size", "strides"]) checkSizes(construction, name, rank);
    },
    apply: (call) => applyPool(call, rank),
  };
}

function applyPool(call: LayerCall, rank: number): Outcome {
  const layout = layoutOf(call, rank);
  if (layout === undefined) return gives(undefined);
  checkSmallLetters(call);
  const kernel = sizesOr(
    call,
    call.options.sizes(
      "pool_size",
      rank,
      ones(rank).map(() => 2),
    ),
    rank,
  );
  const strides = sizesOr(call, call.options.sizes("strides", rank, kernel), rank);
  const sliding: Sliding = { kernel, strides, dilation: ones(rank), padding: paddingOf(call), kernelName: "pool_size" };
  const spatial = slide(call, layout.spatial, sliding);
  const shape = [layout.batch, ...layout.spatial, layout.channels];
  return gives(arrange(layout, spatial, layout.channels), {
    detail: () => tableDetail(call, [shape]) ?? slidingSteps(layout.spatial, sliding),
  });
}

/** Convolutions take the word in any letters. */
function checkSmallLetters(call: LayerCall): void {
  const padding = call.options.present("padding");
  if (typeof padding !== "string" || padding === padding.toLowerCase()) return;
  const text = `"${padding.toLowerCase()}"`;
  const message = `${call.name}: a pool's padding is written in small letters.`;
  call.problem("keras/padding", `${message} Set padding to ${text}.`, call.replace("padding", text));
}

function keepsNothing(call: LayerCall): boolean {
  return call.options.flag("keepdims", false) === false;
}

function globalPool(rank: number, names: LayerKind["names"]): LayerKind {
  return {
    names,
    parameters: ["data_format", "keepdims"],
    anyRank: true,
    apply(call) {
      if (call.input?.shape === undefined) return gives(keepsNothing(call) ? unknownRow(call) : undefined);
      const layout = layoutOf(call, rank);
      if (layout === undefined) return gives(undefined);
      const keep = call.options.flag("keepdims", false);
      if (keep === undefined) return { results: [{ shape: undefined, reason: "keepdims is not known" }] };
      const shape = keep ? arrange(layout, ones(rank), layout.channels) : [layout.batch, layout.channels];
      const detail = () => tableDetail(call, [[layout.batch, ...layout.spatial, layout.channels]]);
      return gives(shape, { detail });
    },
  };
}

/** To a size that is said, whatever comes in. */
function adaptivePool(rank: number, names: LayerKind["names"]): LayerKind {
  return {
    names,
    parameters: ["output_size", "data_format"],
    check: (construction) => checkSizes(construction, "output_size", rank),
    apply(call) {
      const layout = layoutOf(call, rank);
      if (layout === undefined) return gives(undefined);
      const sizes = sizesOr(call, call.options.sizes("output_size", rank), rank);
      return gives(arrange(layout, sizes, layout.channels));
    },
  };
}
