/** Which of a layer's tensors the feature maps show. */
import type { Inspection } from "../../src/protocol/inspection.ts";
import { pieceShown, type Shown } from "../../src/protocol/pieces.ts";
import { type MapStatistics, unpackStatistics } from "../../src/tensor/map-statistics.ts";
import type { Shape } from "../../src/tensor/shape.ts";
import type { TileSource } from "../geometry/atlas.ts";
import { inspected, mapsByChannel } from "../geometry/inspected.ts";
import { channelTiles, mapTiles } from "../geometry/tile-sources.ts";

export interface ShownTensor {
  readonly what: Shown;
  readonly shape: Shape;
  /** Empty where it came in pieces. */
  readonly data: Float32Array;
  /** Its maps; what has not come is not there. */
  readonly tiles: TileSource;
  /** Of each map; empty for a vector, and while they have not come. */
  readonly statistics: readonly MapStatistics[];
  /** Whether zero is the middle of its colours. */
  readonly diverging: boolean;
  /** Whether it is the sample's image itself. */
  readonly image: boolean;
}

const cache = new WeakMap<Inspection, Map<Shown, ShownTensor>>();

/** What is wanted, or the output where the layer does not have it. The same inspection gives the same object. */
export function tensorShown(inspection: Inspection, wanted: Shown): ShownTensor {
  const known = cache.get(inspection) ?? new Map<Shown, ShownTensor>();
  cache.set(inspection, known);
  const found = known.get(wanted) ?? makeShown(inspection, wanted);
  known.set(wanted, found);
  return found;
}

/** Which one is shown. */
export function whatIsShown({ beforeActivation, outputGradient }: Inspection, wanted: Shown): Shown {
  if (wanted === "gradient") return outputGradient ? wanted : "output";
  return wanted === "beforeActivation" && !beforeActivation ? "output" : wanted;
}

function makeShown(inspection: Inspection, wanted: Shown): ShownTensor {
  const what = whatIsShown(inspection, wanted);
  const found = inspected(inspection, pieceShown(what)) ?? { shape: [], data: new Float32Array(), pieces: undefined };
  const { shape, data, pieces } = found;
  const isImage = inspection.layer === -1 && what === "output";
  return {
    what,
    shape,
    data,
    tiles: pieces ? mapTiles(shape, mapsByChannel(pieces)) : channelTiles(shape, data),
    statistics: statisticsOf(inspection.statistics[what]),
    diverging: what === "gradient",
    image: isImage,
  };
}

const unpacked = new WeakMap<Float64Array, readonly MapStatistics[]>();

/** The same array gives the same object: other maps of the same tensor come while one scrolls. */
function statisticsOf(packed: Float64Array | undefined): readonly MapStatistics[] {
  if (packed === undefined) return [];
  const found = unpacked.get(packed) ?? unpackStatistics(packed);
  unpacked.set(packed, found);
  return found;
}
