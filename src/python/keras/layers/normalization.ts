/** Normalizations: the shape stays, the weights follow from the axis. */
import type { Dim } from "../../../tensor/dim.ts";
import type { Parameter } from "../../trace.ts";
import type { LayerCall } from "../layer-call.ts";
import { gives, type LayerKind, measured, type Outcome, trained } from "../layer-kind.ts";
import { formatShape, sequenceOf } from "../sizes.ts";
import { sizeOf } from "./convolution.ts";
import { tableDetail } from "./table-detail.ts";

const batchNormalization: LayerKind = {
  names: ["BatchNormalization"],
  takesOne: true,
  owns: true,
  parameters: [
    ...["axis", "momentum", "epsilon", "center", "scale", "beta_initializer", "gamma_initializer"],
    ...["moving_mean_initializer", "moving_variance_initializer", "beta_regularizer", "gamma_regularizer"],
    ...["beta_constraint", "gamma_constraint", "renorm", "synchronized"],
  ],
  apply(call) {
    const sizes = sizesAt(call, -1);
    const weights = sizes && [
      ...scaleAndCenter(call, sizes),
      measured("moving_mean", sizes),
      measured("moving_variance", sizes),
    ];
    return unchanged(call, weights);
  },
};

const layerNormalization: LayerKind = {
  names: ["LayerNormalization"],
  takesOne: true,
  owns: true,
  parameters: [
    ...["axis", "epsilon", "center", "scale", "beta_initializer", "gamma_initializer", "beta_regularizer"],
    ...["gamma_regularizer", "beta_constraint", "gamma_constraint"],
  ],
  apply(call) {
    const sizes = sizesAt(call, -1);
    return unchanged(call, sizes && scaleAndCenter(call, sizes));
  },
};

const groupNormalization: LayerKind = {
  names: ["GroupNormalization"],
  owns: true,
  parameters: [
    ...["groups", "axis", "epsilon", "center", "scale", "beta_initializer", "gamma_initializer"],
    ...["beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint"],
  ],
  apply(call) {
    const sizes = sizesAt(call, -1);
    const [channels] = sizes ?? [];
    const groups = sizeOf(call, "groups", 32);
    if (typeof channels === "number" && typeof groups === "number" && groups > 0 && channels % groups !== 0) {
      call.problem(
        "shape/groups",
        `${call.name}: its input's ${channels} channels do not divide by ${groups} groups. Set groups to a number that divides them.`,
      );
    }
    return unchanged(call, sizes && scaleAndCenter(call, sizes));
  },
};

/** One group for each channel. Where no axis is usual, all channels share one scale and one center, unless an axis is given. */
function instanceNormalization(parameters: readonly string[], usual: -1 | undefined): LayerKind {
  return {
    names: ["InstanceNormalization"],
    owns: true,
    parameters,
    apply(call) {
      const isShared = usual === undefined && call.options.present("axis") === undefined;
      const sizes = isShared ? [1] : sizesAt(call, -1);
      return unchanged(call, sizes && scaleAndCenter(call, sizes));
    },
  };
}

/** Of `tensorflow_addons` and of `keras_contrib`. */
export const addonNormalizations = {
  tensorflow: [instanceNormalization([], -1), groupNormalization],
  contrib: [instanceNormalization(["axis", "epsilon", "center", "scale"], undefined), groupNormalization],
} as const;

const rmsNormalization: LayerKind = {
  names: ["RMSNormalization"],
  owns: true,
  parameters: ["axis", "epsilon"],
  apply(call) {
    const sizes = sizesAt(call, -1);
    return unchanged(call, sizes && [trained("scale", sizes)]);
  },
};

/** Its mean and variance are told, or measured by `adapt`; the count of what was seen is one number more. */
const normalization: LayerKind = {
  names: ["Normalization"],
  owns: true,
  parameters: ["axis", "mean", "variance", "invert"],
  apply(call) {
    if (call.options.present("mean") !== undefined) return unchanged(call, []);
    const axis = call.options.value("axis");
    const sizes = axis === null ? [] : sizesAt(call, -1);
    return unchanged(call, sizes && [measured("mean", sizes), measured("variance", sizes), measured("count", [])]);
  },
};

const unitNormalization: LayerKind = {
  names: ["UnitNormalization"],
  parameters: ["axis"],
  apply: (call) => unchanged(call, []),
};

export const normalizations: readonly LayerKind[] = [
  batchNormalization,
  layerNormalization,
  groupNormalization,
  rmsNormalization,
  normalization,
  unitNormalization,
];

function unchanged(call: LayerCall, weights: readonly Parameter[] | undefined): Outcome {
  const detail = () => (weights === undefined ? undefined : tableDetail(call));
  return gives(call.shape, { ...(weights && { weights }), detail });
}

function scaleAndCenter(call: LayerCall, sizes: readonly Dim[]): Parameter[] {
  const weights: Parameter[] = [];
  if (call.options.flag("scale", true) !== false) weights.push(trained("gamma", sizes));
  if (call.options.flag("center", true) !== false) weights.push(trained("beta", sizes));
  return weights;
}

/** The sizes along `axis`, one number or several; `undefined`: not known, or not there, which is said. */
function sizesAt(call: LayerCall, usual: number): readonly Dim[] | undefined {
  const written = call.options.present("axis") ?? usual;
  const axes = sequenceOf(written) ?? [written];
  const sizes = axes.map((axis) => (typeof axis === "number" ? call.shape.at(axis) : undefined));
  if (sizes.every((size) => size !== undefined)) return sizes;
  if (axes.every((axis) => typeof axis === "number")) {
    const rank = call.shape.length;
    const fix = call.replace("axis", "-1");
    call.problem(
      "shape/axis",
      `${call.name}: axis ${axes.join(", ")} is not among the ${rank} axes of ${formatShape(call.shape)}.`,
      fix,
    );
  }
  return undefined;
}
