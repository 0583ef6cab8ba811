/** What the webview asks, checked: a webview shows what a file says, so that nothing it sends is trusted. */
import * as v from "valibot";
import type { InspectionRequest } from "../protocol/inspection.ts";

const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** -1 is the input. */
const layer = v.pipe(v.number(), v.safeInteger(), v.minValue(-1));

const inspection = v.object({
  layer,
  sample: v.object({ set: v.picklist(["train", "test"]), index }),
  revision: index,
});

/** Throws if it is not a layer's index. */
export function readLayer(value: unknown): number {
  return v.parse(layer, value);
}

/** Throws if it is not a request. */
export function readInspectionRequest(value: unknown): InspectionRequest & { readonly revision: number } {
  return v.parse(inspection, value);
}
