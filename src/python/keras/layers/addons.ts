/** Layers of the libraries beside Keras that people use most: `tensorflow_addons` and `keras_contrib`. */
import { divideExactly } from "../../../tensor/dim/divide.ts";
import { scaleDim } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { PyClass } from "../../py-class.ts";
import { classOf } from "../layer-class.ts";
import { gives, type LayerKind } from "../layer-kind.ts";
import { addonNormalizations } from "./normalization.ts";
import { layerClasses } from "./table.ts";

/** The greatest of as many neighbouring features as make `num_units`. */
const maxout: LayerKind = {
  names: ["Maxout"],
  parameters: ["num_units", "axis"],
  apply(call) {
    const [units, axis] = [call.options.size("num_units", 1), call.options.present("axis") ?? -1];
    const { length } = call.shape;
    if (units === "refused" || typeof axis !== "number" || axis >= length || axis < -length) return gives(undefined);
    return gives(call.shape.with(axis, units));
  },
};

/** The second of two inputs is sometimes dropped before both are added. */
const stochasticDepth: LayerKind = {
  names: ["StochasticDepth"],
  parameters: ["survival_probability"],
  joins: true,
  apply: (call) => gives(call.shape),
};

/** Channels become places: a block of `scale_factor` by `scale_factor` of them for each. */
const subPixelUpscaling: LayerKind = {
  names: ["SubPixelUpscaling"],
  parameters: ["scale_factor", "data_format"],
  apply(call) {
    const scale = call.options.present("scale_factor") ?? 2;
    const [batch, height, width, channels] = call.shape;
    if (typeof scale !== "number" || channels === undefined || call.dataFormat === "channels_first")
      return gives(undefined);
    const depth = divideExactly(channels, scale * scale);
    if (depth === undefined) return gives(undefined);
    return gives([batch as Dim, scaleDim(height as Dim, scale), scaleDim(width as Dim, scale), depth]);
  },
};

/** An activation: the shape stays. */
function activation(name: string): LayerKind {
  return { names: [name], parameters: [], apply: (call) => gives(call.shape) };
}

const classesOf = (kinds: readonly LayerKind[]): [string, PyClass][] =>
  kinds.map((kind) => [kind.names[0], classOf(kind)]);

const present = (...names: readonly string[]): [string, PyClass][] =>
  names.flatMap((name) => {
    const cls = layerClasses.get(name);
    return cls ? [[name, cls]] : [];
  });

/** By library and name. Those that moved into Keras are Keras's. */
export const addonLayers: Readonly<Record<string, ReadonlyMap<string, PyClass>>> = {
  tensorflow_addons: new Map([
    ...classesOf([...addonNormalizations.tensorflow, maxout, stochasticDepth, activation("GELU")]),
    ...present("SpectralNormalization", "AdaptiveAveragePooling2D", "AdaptiveMaxPooling2D"),
  ]),
  keras_contrib: new Map(
    classesOf([...addonNormalizations.contrib, subPixelUpscaling, activation("Swish"), activation("SineReLU")]),
  ),
};
