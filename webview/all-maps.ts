/** All maps of a tensor that is sent in pieces: for a picture of it, and not for the page. */
import type { Inspection } from "../src/protocol/inspection.ts";
import type { Shown } from "../src/protocol/pieces.ts";
import { pieceShown } from "../src/protocol/pieces.ts";
import { channelsOf, type Shape, sizeOf } from "../src/tensor/shape.ts";
import { mapsByChannel } from "./geometry/inspected.ts";
import { askInspection } from "./host.ts";

/** As many values travel in one message. */
const MOST_VALUES = 1 << 22;

/** By channel. Rejects with a message for people if the weights change meanwhile: a picture is of one moment. */
export async function fetchMaps(
  { layer, sample }: Inspection,
  of: Shown,
  shape: Shape,
): Promise<ReadonlyMap<number, Float32Array>> {
  const channels = channelsOf(shape);
  const each = Math.max(1, Math.floor((MOST_VALUES * channels) / sizeOf(shape)));
  const none = { channels: [], cells: undefined };
  const found = new Map<number, Float32Array>();
  let run: number | undefined;
  for (let from = 0; from < channels; from += each) {
    const maps = { of, order: "channel", from, to: from + each } as const;
    const look = { maps, input: none, output: none };
    const answer = await askInspection({ layer, sample, parts: [of === "gradient" ? "gradients" : "values"], look });
    run ??= answer.run;
    if (run !== answer.run)
      throw new Error("The weights changed while the picture was made. Pause the training for it.");
    const pieces = answer.pieces[pieceShown(of)];
    if (pieces) for (const [channel, map] of mapsByChannel(pieces)) found.set(channel, map);
  }
  return found;
}
