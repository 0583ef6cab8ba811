/** The frameworks whose source is read. */
import type { Framework } from "./framework.ts";
import { keras } from "./keras/framework.ts";

export const frameworks: readonly Framework[] = [keras];
