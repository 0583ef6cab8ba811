/**
 * All that an editor asks of `*.cnn.json` files: the entry of a bundle of its own, which a window without one need not load. What
 * it answers is plain data.
 */
import { codeLenses } from "../code-lenses.ts";
import { DocumentCache } from "../document-cache.ts";
import { hoverAt } from "../hover.ts";
import { inlayHints } from "../inlay-hints.ts";

export const cnnJsonService = { DocumentCache, codeLenses, hoverAt, inlayHints };
