/** All layer types. A new layer is one new file and one word here. */
import { conv2d } from "./conv2d.ts";
import type { LayerDefinition } from "./layer.ts";

const definitions: readonly LayerDefinition[] = [conv2d];

export const layers: ReadonlyMap<string, LayerDefinition> = new Map(definitions.map((layer) => [layer.type, layer]));
