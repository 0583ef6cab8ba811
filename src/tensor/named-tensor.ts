import type { Floats } from "./floats.ts";
import type { Shape } from "./shape.ts";

/** A whole tensor, its shape here with every axis (the batch too, where there is one). `data` is row-major. */
export interface Tensor {
  readonly shape: Shape;
  readonly data: Floats;
}

/** Tensors by name, as in a `.safetensors` file: `conv2d_1.kernel`. */
export type NamedTensors = ReadonlyMap<string, Tensor>;
