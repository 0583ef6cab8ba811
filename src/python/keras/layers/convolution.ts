/** Convolutions over one, two and three axes: plain, depthwise, separable. */

import { divideExactly } from "../../../tensor/dim/divide.ts";
import { addDims, multiplyDims, productOfDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { exchangeArguments } from "../../exchange-arguments.ts";
import type { Parameter, SourceFix } from "../../trace.ts";
import type { Construction } from "../construction.ts";
import type { LayerCall } from "../layer-call.ts";
import { gives, type LayerKind, type Outcome, trained } from "../layer-kind.ts";
import type { Options } from "../options.ts";
import type { Shape } from "../sizes.ts";
import { arrange, type Layout, layoutOf } from "./layout.ts";
import {
  checkPadding,
  checkSizes,
  checkStrideWithDilation,
  ones,
  paddingOf,
  type Sliding,
  sizesOr,
  slide,
} from "./sliding.ts";
import { slidingSteps } from "./steps.ts";
import { tableDetail } from "./table-detail.ts";

const initializers = ["kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer"];
const constraints = ["activity_regularizer", "kernel_constraint", "bias_constraint"];

export const convolutions: readonly LayerKind[] = [1, 2, 3].flatMap((rank) => {
  const kinds = [plain(rank)];
  if (rank < 3) kinds.push(depthwise(rank), separable(rank));
  return kinds;
});

function plain(rank: number): LayerKind {
  return {
    names: [`Conv${rank}D`, `Convolution${rank}D`],
    takesOne: true,
    owns: true,
    parameters: [
      ...[
        "filters",
        "kernel_size",
        "strides",
        "padding",
        "data_format",
        "dilation_rate",
        "groups",
        "activation",
        "use_bias",
      ],
      ...initializers,
      ...constraints,
    ],
    check(construction) {
      checkWindow(construction, rank);
      checkStrideWithDilation(construction, rank);
      checkFilters(construction);
    },
    apply: (call) => applyPlain(call, rank),
  };
}

export function checkWindow(construction: Construction, rank: number): void {
  checkPadding(construction, rank === 1 ? ["valid", "same", "causal"] : ["valid", "same"]);
  for (const name of ["kernel_size", "strides", "dilation_rate"]) checkSizes(construction, name, rank);
}

export function checkFilters(construction: Construction): void {
  const { options, name } = construction;
  const [filters, groups] = [options.size("filters", 1), options.size("groups", 1)];
  if (filters === "refused") {
    const message = `${name}: filters must be a whole number above 0.`;
    construction.problem("keras/argument", message, filtersAndKernel(options));
  } else if (typeof filters === "number" && filters < 1) {
    construction.problem("keras/argument", `${name}: filters must be a whole number above 0, not ${filters}.`);
  } else if (typeof filters === "number" && typeof groups === "number" && groups > 0 && filters % groups !== 0) {
    construction.problem(
      "shape/groups",
      `${name}: its ${filters} filters do not divide by ${groups} groups. Set groups to a number that divides them.`,
    );
  }
}

/** A size of the window where the number of filters belongs, and the reverse. */
function filtersAndKernel(options: Options): SourceFix | undefined {
  const [filters, kernel] = [options.argument("filters"), options.argument("kernel_size")];
  if (!filters?.written || !kernel?.written || typeof kernel.value !== "number") return undefined;
  return exchangeArguments(filters.written, kernel.written, "Exchange filters and kernel_size");
}

interface Convolution {
  readonly layout: Layout;
  readonly sliding: Sliding;
  /** Height, width, ... that come out. */
  readonly spatial: Shape;
}

/** What all convolutions begin with; `undefined`: the input is no image of that rank, which is said. */
function begin(call: LayerCall, rank: number): Convolution | undefined {
  const layout = layoutOf(call, rank);
  if (layout === undefined) return undefined;
  const sliding: Sliding = {
    kernel: sizesOr(call, call.options.sizes("kernel_size", rank), rank),
    strides: sizesOr(call, call.options.sizes("strides", rank, ones(rank)), rank),
    dilation: sizesOr(call, call.options.sizes("dilation_rate", rank, ones(rank)), rank),
    padding: paddingOf(call),
    kernelName: "kernel_size",
  };
  return { layout, sliding, spatial: slide(call, layout.spatial, sliding) };
}

function applyPlain(call: LayerCall, rank: number): Outcome {
  if (call.options.size("filters", 1) === "refused") return gives(undefined);
  const convolution = begin(call, rank);
  if (convolution === undefined) return gives(undefined);
  const { layout, sliding, spatial } = convolution;
  const [filters, groups] = [sizeOf(call, "filters"), sizeOf(call, "groups", 1)];
  const channels = channelsInGroup(call, layout.channels, groups);
  const weights = [trained("kernel", [...sliding.kernel, channels, filters]), ...biasOf(call, filters)];
  const macs = productOfDims([...spatial, ...sliding.kernel, channels, filters]);
  return gives(arrange(layout, spatial, filters), {
    weights,
    macs: perBatch(layout.batch, macs),
    detail: () => detailOf(call, convolution),
  });
}

function channelsInGroup(call: LayerCall, channels: Dim, groups: Dim): Dim {
  const exact = groups === 0 ? undefined : divideExactly(channels, groups);
  if (exact !== undefined) return exact;
  if (typeof channels === "number" && typeof groups === "number") {
    call.problem(
      "shape/groups",
      `${call.name}: its input's ${channels} channels do not divide by ${groups} groups. Set groups to a number that divides them.`,
    );
  }
  return call.unknown("its channels in each group are not known");
}

/** A size that must be given; what Keras refuses is reported where the layer is made. */
export function sizeOf(call: LayerCall, name: string, usual?: Dim): Dim {
  const missing = usual ?? call.unknown(`${name} is not given`);
  const size = call.options.size(name, missing);
  return size === "refused" ? call.unknown(`${name} is refused`) : size;
}

export function biasOf(call: LayerCall, size: Dim): Parameter[] {
  return call.options.flag("use_bias", true) === false ? [] : [trained("bias", [size])];
}

/** A batch that is not known counts as one sample. */
export function perBatch(batch: Dim, macs: Dim): Dim {
  return typeof batch === "number" ? multiplyDims(batch, macs) : macs;
}

function detailOf(call: LayerCall, { layout, sliding }: Convolution) {
  const shape = [layout.batch, ...layout.spatial, layout.channels];
  return tableDetail(call, [shape]) ?? slidingSteps(layout.spatial, sliding);
}

function depthwise(rank: number): LayerKind {
  return {
    names: [`DepthwiseConv${rank}D`],
    takesOne: true,
    owns: true,
    parameters: [
      ...[
        "kernel_size",
        "strides",
        "padding",
        "depth_multiplier",
        "data_format",
        "dilation_rate",
        "activation",
        "use_bias",
      ],
      ...["depthwise_initializer", "bias_initializer", "depthwise_regularizer", "bias_regularizer"],
      ...["activity_regularizer", "depthwise_constraint", "bias_constraint"],
    ],
    check: (construction) => checkWindow(construction, rank),
    apply(call) {
      const convolution = begin(call, rank);
      if (convolution === undefined) return gives(undefined);
      const { layout, sliding, spatial } = convolution;
      const multiplier = sizeOf(call, "depth_multiplier", 1);
      const channels = multiplyDims(layout.channels, multiplier);
      const weights = [trained("kernel", [...sliding.kernel, layout.channels, multiplier]), ...biasOf(call, channels)];
      const macs = productOfDims([...spatial, ...sliding.kernel, channels]);
      return gives(arrange(layout, spatial, channels), {
        weights,
        macs: perBatch(layout.batch, macs),
        detail: () => detailOf(call, convolution),
      });
    },
  };
}

function separable(rank: number): LayerKind {
  return {
    names: [`SeparableConv${rank}D`, `SeparableConvolution${rank}D`],
    takesOne: true,
    owns: true,
    parameters: [
      ...[
        "filters",
        "kernel_size",
        "strides",
        "padding",
        "data_format",
        "dilation_rate",
        "depth_multiplier",
        "activation",
      ],
      ...["use_bias", "depthwise_initializer", "pointwise_initializer", "bias_initializer", "depthwise_regularizer"],
      ...["pointwise_regularizer", "bias_regularizer", "activity_regularizer", "depthwise_constraint"],
      ...["pointwise_constraint", "bias_constraint"],
    ],
    check: (construction) => checkWindow(construction, rank),
    apply(call) {
      const convolution = begin(call, rank);
      if (convolution === undefined) return gives(undefined);
      const { layout, sliding, spatial } = convolution;
      const [filters, multiplier] = [sizeOf(call, "filters"), sizeOf(call, "depth_multiplier", 1)];
      const between = multiplyDims(layout.channels, multiplier);
      const weights = [
        trained("depthwise_kernel", [...sliding.kernel, layout.channels, multiplier]),
        trained("pointwise_kernel", [...ones(rank), between, filters]),
        ...biasOf(call, filters),
      ];
      const places = productOfDims(spatial);
      const macs = multiplyDims(places, multiplyDims(between, addDims(filters, productOfDims(sliding.kernel))));
      return gives(arrange(layout, spatial, filters), {
        weights,
        macs: perBatch(layout.batch, macs),
        detail: () => detailOf(call, convolution),
      });
    },
  };
}
