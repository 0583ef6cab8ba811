import { type Backend, noRoom } from "../../tensor/backend.ts";
import { allocate } from "../../tensor/floats.ts";
import { referenceKernels } from "./kernels.ts";

/** Plain TypeScript on plain arrays, in either precision. */
export const referenceBackend: Backend = {
  name: "reference",
  fuses: false,
  scratch: () => ({ rooms: noRoom, kept: 0 }),
  open: (precision) => ({
    kernels: referenceKernels,
    floats: (length) => allocate(precision, length),
    indices: (length) => new Int32Array(length),
  }),
};
