/** A tensor without numbers: its shape in the framework's own order, and where it came from. */
import type { Dim } from "../tensor/dim.ts";

/** What both frameworks' tensors tell; each has a class of its own with its methods. */
export interface Tensor {
  /** `undefined`: not even the number of axes is known; `reason` says why. */
  readonly shape: readonly Dim[] | undefined;
  readonly reason: string | undefined;
  /** `float32`, `int64`, `bool`; `undefined`: not known. */
  readonly dtype: string | undefined;
  /** Of which data set it is a batch, by its name: `MNIST`. */
  readonly dataset?: string | undefined;
  /** The tensor of whose numbers a module has made its own. */
  readonly source?: Tensor | undefined;
}
