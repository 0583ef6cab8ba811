/** Transposed convolutions over one, two and three axes, with Keras's sizes (`layers/transposed-window-rule.ts`). */

import { compareDims } from "../../../tensor/dim/order.ts";
import { productOfDims } from "../../../tensor/dim/sum.ts";
import { formatDim } from "../../../tensor/dim/text.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { spreadByRule } from "../../tensors/window.ts";
import type { LayerCall } from "../layer-call.ts";
import { gives, type LayerKind, trained } from "../layer-kind.ts";
import type { Shape } from "../sizes.ts";
import { biasOf, checkFilters, checkWindow, perBatch, sizeOf } from "./convolution.ts";
import { arrange, layoutOf } from "./layout.ts";
import { ones, paddingOf, type Sliding, sizesOr } from "./sliding.ts";
import { tableDetail } from "./table-detail.ts";

export const transposedConvolutions: readonly LayerKind[] = [1, 2, 3].map(transposed);

function transposed(rank: number): LayerKind {
  return {
    names: [`Conv${rank}DTranspose`, `Convolution${rank}DTranspose`],
    takesOne: true,
    owns: true,
    parameters: [
      ...[
        "filters",
        "kernel_size",
        "strides",
        "padding",
        "output_padding",
        "data_format",
        "dilation_rate",
        "activation",
      ],
      ...["use_bias", "kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer"],
      ...["activity_regularizer", "kernel_constraint", "bias_constraint"],
    ],
    check(construction) {
      checkWindow(construction, rank);
      checkFilters(construction);
    },
    apply(call) {
      const layout = layoutOf(call, rank);
      if (layout === undefined) return gives(undefined);
      const sliding = slidingOf(call, rank);
      const added = call.options.present("output_padding") === undefined ? undefined : addedRows(call, rank);
      checkAdded(call, added, sliding.strides);
      const spatial = layout.spatial.map((size, axis) =>
        spreadAxis(call, size, sliding, { axis, added: added?.[axis] }),
      );
      const filters = sizeOf(call, "filters");
      const weights = [trained("kernel", [...sliding.kernel, filters, layout.channels]), ...biasOf(call, filters)];
      const macs = productOfDims([...layout.spatial, ...sliding.kernel, layout.channels, filters]);
      const shape = [layout.batch, ...layout.spatial, layout.channels];
      return gives(arrange(layout, spatial, filters), {
        weights,
        macs: perBatch(layout.batch, macs),
        detail: () => tableDetail(call, [shape]),
      });
    },
  };
}

function slidingOf(call: LayerCall, rank: number): Sliding {
  return {
    kernel: sizesOr(call, call.options.sizes("kernel_size", rank), rank),
    strides: sizesOr(call, call.options.sizes("strides", rank, ones(rank)), rank),
    dilation: sizesOr(call, call.options.sizes("dilation_rate", rank, ones(rank)), rank),
    padding: paddingOf(call),
    kernelName: "kernel_size",
  };
}

function addedRows(call: LayerCall, rank: number): Shape {
  return sizesOr(call, call.options.sizes("output_padding", rank), rank);
}

function checkAdded(call: LayerCall, added: Shape | undefined, strides: Shape): void {
  const wrong = added?.findIndex((rows, axis) => compareDims(">=", rows, strides[axis] ?? rows) === true) ?? -1;
  const [rows, stride] = [added?.[wrong], strides[wrong]];
  if (rows === undefined || stride === undefined) return;
  const message = `${call.name}: output_padding must be smaller than the strides, and ${formatDim(rows)} is not below ${formatDim(stride)}.`;
  call.problem("keras/argument", message);
}

function spreadAxis(
  call: LayerCall,
  size: Dim,
  { kernel, strides, dilation, padding }: Sliding,
  { axis, added }: { readonly axis: number; readonly added: Dim | undefined },
): Dim {
  const rule = {
    kernel: kernel[axis],
    stride: strides[axis],
    dilation: dilation[axis],
    isSame: padding === "same",
    added,
  };
  const spread = padding === undefined ? undefined : spreadByRule(size, rule);
  return spread ?? call.unknown("its window's sizes are not known");
}
