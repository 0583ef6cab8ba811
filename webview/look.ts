/**
 * What is looked at in a layer whose tensors are too large to be sent: the channels that are drawn, all channels of the
 * cells that a sum reads, and the maps that an atlas shows. It is told by the layer's geometry and the person's choices
 * alone, so that it can be asked for together with the first values.
 */
import type { Inspection, Part } from "../src/protocol/inspection.ts";
import type { FilterWanted, Look, MapsWanted, PieceName, Pieces, Wanted } from "../src/protocol/pieces.ts";
import type { LayerView } from "../src/protocol/view-contract.ts";
import { type Box, boxWithin, isInPieces } from "../src/tensor/image-pieces.ts";
import { channelsOf } from "../src/tensor/shape.ts";
import { type Choices, clampIndex } from "./choices.ts";
import type { TapGrid } from "./geometry/arithmetic.ts";
import { type Chosen, chosenInput, chosenOutput, chosenWeight, type Geometry } from "./geometry/chosen.ts";
import { mapsByChannel } from "./geometry/inspected.ts";
import { channelsRead, channelWithin, layerGeometry } from "./geometry/layer-geometry.ts";

export type Looking = Chosen & Pick<Choices, "folded" | "backward">;

/** Whether something of the layer is sent in pieces. */
export function hasPieces({ inputShapes, shape }: LayerView): boolean {
  return isInPieces(inputShapes[0] ?? []) || isInPieces(shape?.output ?? []);
}

/** `undefined` for a layer all of whose tensors come whole. */
export function lookAt(layer: LayerView, looking: Looking, maps: MapsWanted | undefined): Look | undefined {
  if (!hasPieces(layer)) return undefined;
  const channel = clampIndex(looking.channel, channelsOf(layer.shape?.output ?? []));
  const read = channelWithin(channelsRead(layer, channel), looking.inputChannel);
  const [input, output] = [new Set([read]), new Set([channel])];
  const geometry = layerGeometry(layer);
  const isOpen = (section: string): boolean => !looking.folded.includes(section);
  let [inputCells, outputCells]: (Box | undefined)[] = [undefined, undefined];
  if (geometry && isOpen("arithmetic")) inputCells = boxOf(chosenOutput(geometry, looking).grid);
  if (geometry && isOpen("backward")) {
    if (looking.backward !== "input") addWeight(geometry, looking, input, output);
    else {
      const { channel: sent, drawn, grid } = chosenInput(geometry, looking);
      input.add(sent);
      output.add(drawn);
      outputCells = boxOf(grid);
    }
  }
  return {
    maps,
    input: { channels: [...input], cells: inputCells },
    output: { channels: [...output], cells: outputCells },
  };
}

function addWeight(geometry: Geometry, looking: Looking, input: Set<number>, output: Set<number>): void {
  const { imageChannel, placeChannel } = chosenWeight(geometry, looking).weight;
  (geometry.reversed ? output : input).add(imageChannel);
  (geometry.reversed ? input : output).add(placeChannel);
}

/** Around all cells that hold a value. */
export function boxOf({ taps }: TapGrid): Box | undefined {
  const cells = taps.filter(({ kind }) => kind === "value").map(({ at }) => at);
  if (cells.length === 0) return undefined;
  const [rows, columns] = [cells.map(({ row }) => row), cells.map(({ column }) => column)];
  const [row, column] = [Math.min(...rows), Math.min(...columns)];
  return { row, column, rows: Math.max(...rows) - row + 1, columns: Math.max(...columns) - column + 1 };
}

/** Whether the pieces that came are those that are looked at now; maps apart, which may still be on their way. */
export function isLookedAt({ pieces }: Pick<Inspection, "pieces">, look: Look | undefined): boolean {
  if (look === undefined) return true;
  return Object.entries(pieces).every(([name, found]) =>
    covers(found, isOfInput(name as PieceName) ? look.input : look.output),
  );
}

/** Whether what came of the kernel is what is read now. */
export function isFilterThere({ filter }: Pick<Inspection, "filter">, wanted: FilterWanted | undefined): boolean {
  if (wanted === undefined) return true;
  return (["perCell", "start", "step", "count"] as const).every((name) => filter?.[name] === wanted[name]);
}

function isOfInput(name: PieceName): boolean {
  return name === "input" || name === "inputGradient";
}

function covers({ channels, box }: Pieces, wanted: Wanted): boolean {
  return (
    wanted.channels.every((channel) => channels.includes(channel)) &&
    (wanted.cells === undefined || isWithin(wanted.cells, box))
  );
}

function isWithin(inner: Box, outer: Box | undefined): boolean {
  if (outer === undefined) return false;
  const both = boxWithin({ ...inner, row: inner.row - outer.row, column: inner.column - outer.column }, [
    outer.rows,
    outer.columns,
  ]);
  return both?.rows === inner.rows && both.columns === inner.columns;
}

/** As many values of one tensor are kept; a reader who scrolls back asks for the others again. */
const MOST_KEPT = 1 << 22;

const partOf: Readonly<Record<PieceName, Part>> = {
  input: "inputs",
  inputGradient: "through",
  output: "values",
  beforeActivation: "values",
  outputGradient: "gradients",
  beforeActivationGradient: "gradients",
};

/** The pieces of an answer with those maps that were known of its run. */
export function completedPieces(answer: Inspection, known: Inspection): Inspection["pieces"] {
  const entries = Object.entries(answer.pieces).map(([name, found]) => {
    const before = known.pieces[name as PieceName];
    return [name, before ? withKnown(found, before) : found];
  });
  return Object.fromEntries(entries);
}

/** Parts of an older answer that are not there any more, as their pieces were not asked for again. */
export function lostParts(answer: Inspection, known: Inspection): readonly Part[] {
  const names = Object.keys(known.pieces) as PieceName[];
  return names.filter((name) => answer.pieces[name] === undefined).map((name) => partOf[name]);
}

function withKnown(found: Pieces, known: Pieces): Pieces {
  if (known.channels.length === 0) return found;
  const cells = known.maps.length / known.channels.length;
  const room = Math.floor(MOST_KEPT / cells);
  const kept = known.channels.filter((channel) => !found.channels.includes(channel));
  const needed = kept.filter((channel) => found.wanted.includes(channel));
  const others = kept.filter((channel) => !found.wanted.includes(channel));
  const spare = Math.max(0, room - needed.length - found.channels.length);
  const channels = [...needed, ...others.slice(0, spare)];
  if (channels.length === 0) return found;
  const maps = new Float32Array(cells * channels.length + found.maps.length);
  const before = mapsByChannel(known);
  for (const [at, channel] of channels.entries()) maps.set(before.get(channel) ?? [], at * cells);
  maps.set(found.maps, cells * channels.length);
  return { ...found, channels: [...channels, ...found.channels], maps };
}
