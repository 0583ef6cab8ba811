/** Layers that leave the shape as it is: activations, dropouts, noise, and what only a training changes. */
import { gives, type LayerKind, trained } from "../layer-kind.ts";
import { numberIn } from "../ops/tensor-op.ts";
import { formatShape, sequenceOf } from "../sizes.ts";
import { layoutOf } from "./layout.ts";
import { tableDetail } from "./table-detail.ts";

function unchanging(names: LayerKind["names"], ...parameters: readonly string[]): LayerKind {
  return {
    names,
    parameters,
    anyRank: true,
    apply(call) {
      const detail = () => (call.input?.shape === undefined ? undefined : tableDetail(call));
      const { shape, dtype, reason } = call.input ?? { shape: undefined };
      return { results: [{ shape, dtype, reason }], detail };
    },
  };
}

/** A share of the values, from none to all. */
function dropping(kind: LayerKind): LayerKind {
  return {
    ...kind,
    check(construction) {
      const rate = numberIn(construction.options.present("rate"));
      if (rate === undefined || (rate >= 0 && rate <= 1)) return;
      construction.problem("keras/argument", `${construction.name}: rate is ${rate} and must lie between 0 and 1.`);
    },
  };
}

/** Whole channels are dropped, so it has to know which axis they are. */
function spatialDropout(rank: number): LayerKind {
  return {
    names: [`SpatialDropout${rank}D`],
    parameters: rank === 1 ? ["rate", "seed"] : ["rate", "data_format", "seed"],
    apply(call) {
      layoutOf(call, rank);
      return gives(call.shape, { detail: () => tableDetail(call) });
    },
  };
}

/** A slope for each place and channel; `shared_axes` share one. */
const prelu: LayerKind = {
  names: ["PReLU"],
  owns: true,
  parameters: ["alpha_initializer", "alpha_regularizer", "alpha_constraint", "shared_axes"],
  apply(call) {
    const shared = sequenceOf(call.options.present("shared_axes") ?? null) ?? [];
    const rank = call.shape.length;
    const outside = shared.find((axis) => typeof axis === "number" && axis >= rank);
    if (outside !== undefined)
      call.problem("shape/axis", `${call.name}: the shared axis ${outside} lies outside ${formatShape(call.shape)}.`);
    const sizes = call.shape.slice(1).map((size, index) => (shared.includes(index + 1) ? 1 : size));
    return gives(call.shape, { weights: [trained("alpha", sizes)] });
  },
};

const augmentation = ["factor", "fill_mode", "interpolation", "seed", "fill_value", "data_format"];

export const elementwise: readonly LayerKind[] = [
  unchanging(["Activation"], "activation"),
  unchanging(["ReLU"], "max_value", "negative_slope", "threshold"),
  unchanging(["LeakyReLU"], "negative_slope"),
  unchanging(["ELU"], "alpha"),
  unchanging(["Softmax"], "axis"),
  unchanging(["ThresholdedReLU"], "theta"),
  prelu,
  ...[
    unchanging(["Dropout"], "rate", "noise_shape", "seed"),
    ...[1, 2, 3].map(spatialDropout),
    unchanging(["AlphaDropout"], "rate", "noise_shape", "seed"),
    unchanging(["GaussianDropout"], "rate", "seed"),
  ].map(dropping),
  unchanging(["GaussianNoise"], "stddev", "seed"),
  unchanging(["ActivityRegularization"], "l1", "l2"),
  unchanging(["Masking"], "mask_value"),
  unchanging(["Identity"]),
  unchanging(["Rescaling"], "scale", "offset"),
  unchanging(["RandomFlip"], "mode", "seed"),
  unchanging(["RandomRotation"], ...augmentation),
  unchanging(["RandomTranslation"], "height_factor", "width_factor", "fill_mode", "interpolation", "seed"),
  unchanging(["RandomZoom"], "height_factor", "width_factor", "fill_mode", "interpolation", "seed"),
  unchanging(["RandomContrast"], "factor", "value_range", "seed"),
  unchanging(["RandomBrightness"], "factor", "value_range", "seed"),
  unchanging(["RandomShear"], "x_factor", "y_factor"),
  ...[
    "RandomHue",
    "RandomSaturation",
    "RandomSharpness",
    "RandomColorJitter",
    "RandomGrayscale",
    "RandomElasticTransform",
  ].map((name) => unchanging([name])),
  ...["RandomInvert", "RandomErasing", "RandomGaussianBlur", "RandomPerspective", "AutoContrast", "Equalization"].map(
    (name) => unchanging([name]),
  ),
  ...["Solarization", "RandomColorDegeneration", "RandomPosterization", "RandAugment", "AugMix"].map((name) =>
    unchanging([name]),
  ),
];
