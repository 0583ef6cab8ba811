/** The frameworks whose source is read. */
import type { Framework } from "./framework.ts";
import { keras } from "./keras/framework.ts";
import { createTorch } from "./torch/framework.ts";

export const frameworks: readonly Framework[] = [createTorch(), keras];
