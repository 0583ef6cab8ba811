/** All layer types, in the order in which people meet them. A new layer is one new file and one word here. */
import { activation } from "./activation.ts";
import { avgPool2d } from "./avg-pool2d.ts";
import { conv2d } from "./conv2d.ts";
import { dense } from "./dense.ts";
import { dropout } from "./dropout.ts";
import { flatten } from "./flatten.ts";
import type { LayerDefinition } from "./layer.ts";
import { maxPool2d } from "./max-pool2d.ts";

const definitions: readonly LayerDefinition[] = [conv2d, maxPool2d, avgPool2d, flatten, dense, activation, dropout];

export const layers: ReadonlyMap<string, LayerDefinition> = new Map(definitions.map((layer) => [layer.type, layer]));
