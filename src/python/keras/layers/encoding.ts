/** Preprocessing of categories and texts: values become numbers, or rows with a place for each of them. */
import type { Dim } from "../../../tensor/dim.ts";
import type { LayerCall } from "../layer-call.ts";
import { gives, type LayerKind } from "../layer-kind.ts";
import type { Shape } from "../sizes.ts";
import { sequenceOf } from "../sizes.ts";

/** How many places a row has; `undefined`: it is not known. */
type Depth = (call: LayerCall) => Dim | undefined;

interface Encoding {
  readonly names: LayerKind["names"];
  readonly parameters: readonly string[];
  readonly usual: "int" | "multi_hot";
  readonly depth: Depth;
}

function encoding({ names, parameters, usual, depth }: Encoding): LayerKind {
  return {
    names,
    parameters,
    apply(call) {
      const mode = call.options.word("output_mode", usual);
      if (mode === undefined || mode === "refused") return gives(undefined);
      if (mode === "int") return { results: [{ shape: call.shape, dtype: "int64" }] };
      return gives(
        encoded(call.shape, mode, depth(call) ?? call.unknown("how many categories there are is not known")),
      );
    },
  };
}

/** One row for each value, which takes the place of a last axis of size 1, or one for the values of a sample. */
function encoded(shape: Shape, mode: string, depth: Dim): Shape | undefined {
  const [last, lead] = [shape.at(-1), shape.slice(0, -1)];
  if (mode !== "one_hot") return [...lead, depth];
  if (typeof last !== "number") return undefined;
  return last === 1 && shape.length > 1 ? [...lead, depth] : [...shape, depth];
}

function sizeOf(name: string): Depth {
  return ({ options }) => (options.present(name) === undefined ? undefined : sizeIn(options, name));
}

function sizeIn(options: LayerCall["options"], name: string): Dim | undefined {
  const size = options.size(name, 1);
  return size === "refused" ? undefined : size;
}

const boundaries: Depth = (call) => {
  const bounds = sequenceOf(call.options.present("bin_boundaries") ?? null);
  return bounds === undefined ? sizeOf("num_bins")(call) : bounds.length + 1;
};

/** The vocabulary and the places for what is not in it; what is learned from data is known when it was read. */
const vocabulary: Depth = (call) => {
  const { options } = call;
  if (options.flag("pad_to_max_tokens", false) === true) return sizeOf("max_tokens")(call);
  const words = sequenceOf(options.present("vocabulary") ?? null);
  const others = options.number("num_oov_indices", 1);
  return words === undefined || others === undefined || options.present("mask_token") !== undefined
    ? undefined
    : words.length + others;
};

const lookup = ["max_tokens", "num_oov_indices", "mask_token", "oov_token", "vocabulary"];

const textVectorization: LayerKind = {
  names: ["TextVectorization"],
  parameters: [
    "max_tokens",
    "standardize",
    "split",
    "ngrams",
    "output_mode",
    "output_sequence_length",
    "pad_to_max_tokens",
  ],
  apply(call) {
    const [batch] = call.shape;
    const mode = call.options.word("output_mode", "int");
    if (batch === undefined || call.shape.length > 2 || mode === undefined) return gives(undefined);
    const isPadded = call.options.flag("pad_to_max_tokens", false) === true;
    const width =
      mode === "int" ? sizeOf("output_sequence_length")(call) : isPadded ? sizeOf("max_tokens")(call) : undefined;
    const shape = [
      batch,
      width ?? call.unknown("how long the longest text is, or how many words there are, is not known"),
    ];
    return { results: [{ shape, dtype: mode === "int" ? "int64" : "float32" }] };
  },
};

export const encodings: readonly LayerKind[] = [
  encoding({
    names: ["CategoryEncoding"],
    parameters: ["num_tokens", "output_mode", "sparse"],
    usual: "multi_hot",
    depth: sizeOf("num_tokens"),
  }),
  encoding({
    names: ["Discretization"],
    parameters: ["bin_boundaries", "num_bins", "epsilon", "output_mode"],
    usual: "int",
    depth: boundaries,
  }),
  encoding({
    names: ["Hashing"],
    parameters: ["num_bins", "mask_value", "salt", "output_mode"],
    usual: "int",
    depth: sizeOf("num_bins"),
  }),
  encoding({ names: ["IntegerLookup"], parameters: lookup, usual: "int", depth: vocabulary }),
  encoding({ names: ["StringLookup"], parameters: lookup, usual: "int", depth: vocabulary }),
  textVectorization,
];
