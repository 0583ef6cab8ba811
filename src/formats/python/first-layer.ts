/** What a model's first layer wants: its channels or features, and so the form of the model's input. */
import type { Framework } from "../../python/framework.ts";
import type { Operation, Trace } from "../../python/trace.ts";
import type { Instance } from "../../python/value.ts";
import { letter } from "../../tensor/dim/sum.ts";
import { type Dim, Symbolic } from "../../tensor/dim.ts";
import type { InputShape } from "./model-input.ts";

export interface FirstLayer {
  /** `flattened`: features of which only the product with other axes is known, because the input is flattened before. */
  readonly kind: "image" | "sequence" | "volume" | "features" | "flattened";
  /** Channels or features; with letters, of a class that was built with some. */
  readonly size: Dim;
}

const IMAGE = /^(?:Lazy)?Conv(?:Transpose)?2d$/;
const SEQUENCE = /^(?:Lazy)?Conv(?:Transpose)?1d$/;
const VOLUME = /^(?:Lazy)?Conv(?:Transpose)?3d$/;

/** What leaves axes and channels as they are, so that a layer behind it still speaks of the input. */
const KEEPS_CHANNELS =
  /^(?:relu|add|sub|mul|div|float|to|clone|contiguous|dropout|pad|normalize|interpolate|Identity|Dropout2?d?|BatchNorm[123]d|(?:Zero|Reflection|Replication|Constant)Pad2d|Upsample|QuantStub)$/;

/** Every other row and column, joined as channels, is an image still. */
const OF_IMAGES = /^(?:getitem|cat)$/;

/** Whether a layer of images is the first that a run comes to, behind pieces of its input at most, and takes what it is given. */
export function startsAsImage({ operations, problems }: Trace): boolean {
  const first = operations.findIndex(({ type }) => IMAGE.test(type));
  const before = operations.slice(0, first).every(({ type }) => OF_IMAGES.test(type) || KEEPS_CHANNELS.test(type));
  return first > 0 && before && problems.length === 0 && operations[first]?.outputs[0]?.shape !== undefined;
}

/** Layers of einops. */
const REARRANGES = /^(?:Rearrange|Reduce)$/;

const FLATTENS = /^(?:flatten|view|reshape|Flatten)$/;

/**
 * Looks at operations as they are executed, for the first module that states its input, unless something before it may have
 * changed that.
 */
export class FirstLayerSearch {
  readonly #framework: Framework;
  #isFlattened = false;
  #isOver = false;
  found: FirstLayer | undefined;

  constructor(framework: Framework) {
    this.#framework = framework;
  }

  /** Whether nothing that comes later can say anything else. */
  sees({ module, type, container }: Operation): boolean {
    if (this.#isOver) return true;
    // A convolution of the user's own class is one too.
    const kind = [type, ...(module?.cls.mro.map(({ name }) => name) ?? [])]
      .map(kindOf)
      .find((each) => each !== undefined);
    if (kind !== undefined) {
      const size = module && statedSize(this.#framework, module);
      this.#isOver = true;
      if (size !== undefined && (!this.#isFlattened || kind === "features"))
        this.found = { kind: this.#isFlattened ? "flattened" : kind, size };
    } else if (FLATTENS.test(type)) this.#isFlattened = true;
    else this.#isOver = (!container || REARRANGES.test(type)) && !KEEPS_CHANNELS.test(type);
    return this.#isOver;
  }
}

function kindOf(type: string): FirstLayer["kind"] | undefined {
  if (IMAGE.test(type)) return "image";
  if (SEQUENCE.test(type)) return "sequence";
  if (VOLUME.test(type)) return "volume";
  return type === "Linear" ? "features" : undefined;
}

function statedSize(framework: Framework, module: Instance): Dim | undefined {
  const value = (framework.argumentOf(module, "in_channels") ?? framework.argumentOf(module, "in_features"))?.value;
  return typeof value === "number" || value instanceof Symbolic ? value : undefined;
}

/** Whether an operation is a layer of images. */
export function takesImages({ type }: Operation): boolean {
  return IMAGE.test(type);
}

/** Whether a letter stands for a size of an input: `H`, or `H2` for the second of several. */
export function isAxisName(letters: string): boolean {
  return /^[A-Z]\d*$/.test(letters);
}

/**
 * `[1, 3, H, W]`: what is said of an axis for the sizes that the layer leaves open; `undefined` where not even the axes are
 * known.
 */
export function symbolicShape(
  { kind, size }: FirstLayer,
  sizeOf: (axis: string) => Dim = letter,
): InputShape | undefined {
  if (kind === "flattened") return undefined;
  const open: Readonly<Record<typeof kind, readonly string[]>> = {
    features: [],
    sequence: ["L"],
    image: ["H", "W"],
    volume: ["D", "H", "W"],
  };
  return [1, size, ...open[kind].map(sizeOf)];
}
