/**
 * Every weight that is worth keeping: the newest of each name and shape. An edit that changes a layer's shape does not
 * throw its weights away, so that undoing it brings them back. In a file the newest tensor of a name stands under that
 * name and those of other shapes under `NAME.kernel@3x3x1x8`.
 */
import type { NamedTensors, Tensor } from "../tensor/named-tensor.ts";
import { type Shape, sameShape } from "../tensor/shape.ts";

/** Shapes kept for one name: typing `16` as `1`, `16` tries a few. */
const SHAPES_PER_NAME = 4;

export class KeptWeights {
  /** For each name its tensors, the newest last. */
  readonly #tensors = new Map<string, Tensor[]>();
  #version = 0;

  /** Another one whenever something was put or taken away. */
  get version(): number {
    return this.#version;
  }

  /** Keeps copies of the tensors, in float32 as networks have them, which become the newest of their names. */
  put(tensors: NamedTensors): void {
    this.#version++;
    for (const [written, tensor] of tensors) {
      const { name, older } = splitName(written, tensor.shape);
      const others = (this.#tensors.get(name) ?? []).filter((other) => !sameShape(other.shape, tensor.shape));
      const copy: Tensor = { shape: tensor.shape, data: Float32Array.from(tensor.data) };
      const all = older ? [copy, ...others] : [...others, copy];
      this.#tensors.set(name, all.slice(-SHAPES_PER_NAME));
    }
  }

  /** Those of the wanted weights that are there in the wanted shape. */
  matching(wanted: NamedTensors): NamedTensors {
    const found = new Map<string, Tensor>();
    for (const [name, { shape }] of wanted) {
      const tensor = this.#tensors.get(name)?.findLast((kept) => sameShape(kept.shape, shape));
      if (tensor) found.set(name, tensor);
    }
    return found;
  }

  /** All of it, under the names that `put` takes back. */
  all(): NamedTensors {
    const all = new Map<string, Tensor>();
    for (const [name, tensors] of this.#tensors) {
      tensors.forEach((tensor, index) => {
        all.set(index === tensors.length - 1 ? name : `${name}@${tensor.shape.join("x")}`, tensor);
      });
    }
    return all;
  }

  clear(): void {
    this.#version++;
    this.#tensors.clear();
  }
}

function splitName(written: string, shape: Shape): { name: string; older: boolean } {
  const suffix = `@${shape.join("x")}`;
  const older = written.endsWith(suffix) && written.length > suffix.length;
  return { name: older ? written.slice(0, -suffix.length) : written, older };
}
