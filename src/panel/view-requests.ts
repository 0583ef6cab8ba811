/** What the webview asks, checked: a webview shows what a file says, so that nothing it sends is trusted. */
import * as v from "valibot";
import type { GradientCheckRequest } from "../protocol/gradient-check.ts";
import type { InspectionRequest } from "../protocol/inspection.ts";

const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** -1 is the input. */
const layer = v.pipe(v.number(), v.safeInteger(), v.minValue(-1));

/** More values than any image that a person draws or opens has. */
const MOST_PIXELS = 1 << 24;

// The worker, which knows the model's input, says whether there are as many as it takes.
const pixels = v.pipe(
  v.instance(Float32Array),
  v.check((values) => values.length <= MOST_PIXELS),
  // A message's array may be a view of more.
  v.transform((values) => values.slice()),
);

const sample = v.variant("set", [
  v.object({ set: v.picklist(["train", "test"]), index }),
  v.pipe(
    v.object({ set: v.literal("own"), pixels, label: v.optional(index) }),
    v.transform(({ label, ...own }) => ({ ...own, label })),
  ),
]);

const inspection = v.object({ layer, sample, revision: index });

const target = v.variant("kind", [
  v.object({ kind: v.literal("weight"), name: v.string(), index }),
  v.object({ kind: v.literal("input"), input: index, index }),
]);

const gradientCheck = v.object({ layer: index, sample, target, revision: index });

/** Throws if it is not a layer's index. */
export function readLayer(value: unknown): number {
  return v.parse(layer, value);
}

/** Throws if it is not a request. */
export function readInspectionRequest(value: unknown): InspectionRequest & { readonly revision: number } {
  return v.parse(inspection, value);
}

/** Throws if it is not a request. */
export function readGradientCheckRequest(value: unknown): GradientCheckRequest & { readonly revision: number } {
  return v.parse(gradientCheck, value);
}
