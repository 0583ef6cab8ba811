/** The frameworks whose source is read. */
import type { Framework } from "./framework.ts";

export const frameworks: readonly Framework[] = [];
