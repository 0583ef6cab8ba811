/** The plain kernels, which read like the derivation: the judge of every faster one, and the last resort where none runs. */
import type { Kernels } from "../../tensor/kernels.ts";
import * as activation from "./activation.ts";
import * as arrangement from "./arrangement.ts";
import * as bias from "./bias.ts";
import * as convolution from "./convolution.ts";
import * as dense from "./dense.ts";
import * as elementwise from "./elementwise.ts";
import * as globalPooling from "./global-pooling.ts";
import * as normalization from "./normalization.ts";
import * as pooling from "./pooling.ts";
import * as resampling from "./resampling.ts";
import * as update from "./update.ts";

export const referenceKernels: Kernels = {
  ...activation,
  ...arrangement,
  ...bias,
  ...convolution,
  ...dense,
  ...elementwise,
  ...globalPooling,
  ...normalization,
  ...pooling,
  ...resampling,
  ...update,
};
