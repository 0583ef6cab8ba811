/** Both images of a window side by side, or below each other where the page is narrow, and the present place in words. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { horizontalAxis, verticalAxis, type Window } from "../../../src/tensor/window.ts";
import { placeWithin } from "../../choices.ts";
import { Icon } from "../../components/icon.tsx";
import { useWidth } from "../../components/use-width.ts";
import type { Inspected } from "../../geometry/inspected.ts";
import { paddedAxis } from "../../geometry/padded-axis.ts";
import { greys, type Palette, viridis } from "../../geometry/palette.ts";
import type { Place } from "../../geometry/place.ts";
import { layerSheet } from "../../share/layer-sheet.ts";
import { pageBody } from "../../share/page-body.ts";
import { ShareMenu } from "../../share/share-menu.tsx";
import { choices } from "../../state/model.ts";
import { spot } from "../../state/wish.ts";
import { formatValue } from "../../words/numbers.ts";
import { describeNotFiniteIn } from "../../words/values.ts";
import { describePlace, type Way } from "../../words/window.ts";
import { fitDrawing } from "./fit-drawing.ts";
import { pinned, playing, togglePin, useHold } from "./hold.ts";
import { HoldControls } from "./hold-controls.tsx";
import { type ChannelMap, mapOf, valueAt } from "./maps.ts";
import { moveCell, movePlace } from "./move-place.ts";
import { type GridNames, PaddedGrid } from "./padded-grid.tsx";
import { PlainGrid } from "./plain-grid.tsx";

/** One channel of what goes in or comes out. */
export interface Side {
  /** `undefined` while there are no values. */
  readonly tensor: Inspected | undefined;
  readonly channel: number;
  /** Whether it is the sample's own image. */
  readonly isImage: boolean;
}

interface WindowDrawingProps {
  /** Of the layer. */
  readonly name: string;
  readonly window: Window;
  readonly way: Way;
  readonly input: Side;
  readonly output: Side;
}

const names: Readonly<Record<Way, { readonly padded: GridNames; readonly plain: Omit<GridNames, "padded"> }>> = {
  reads: {
    padded: { title: "Input", padded: "padded to", label: "Padded input. Arrow keys move the window, Enter holds it." },
    plain: { title: "Output", label: "Output. Arrow keys move the place, Enter holds it." },
  },
  writes: {
    padded: {
      title: "Output",
      padded: "cropped from",
      label: "Output before cropping. Arrow keys move the window, Enter holds it.",
    },
    plain: { title: "Input", label: "Input. Arrow keys move the place, Enter holds it." },
  },
};

export function WindowDrawing({ name, window, way, input, output }: WindowDrawingProps) {
  const [ref, width] = useWidth<HTMLDivElement>("window");
  const hovered = useSignal<string | undefined>(undefined);
  const axes = useMemo(
    () => ({ rows: paddedAxis(verticalAxis(window)), columns: paddedAxis(horizontalAxis(window)) }),
    [window],
  );
  const [slid, placed] = way === "reads" ? [input, output] : [output, input];
  const at = placeIn(window);
  const cell = placeWithin(choices.value.cell, window.h, window.w, spot.value);
  const map = mapOf(placed.tensor, window.oh, window.ow, placed.channel);
  const slidMap = mapOf(slid.tensor, window.h, window.w, slid.channel);
  const fit = fitDrawing(axes, window, width);
  const value = valueAt(map, at.row, at.column);
  const move = (place: Place): void => movePlace(place, window, way);
  useHold(name, window, () => placeIn(window), move);
  const padded = (
    <PaddedGrid
      window={window}
      axes={axes}
      place={at}
      map={slidMap}
      cell={fit.cell}
      palette={paletteOf(slid)}
      names={names[way].padded}
      hovered={hovered}
      {...(way === "writes" && { marked: cell })}
      onMove={move}
      onHold={() => togglePin(true)}
      onPress={(pressed) => {
        togglePin(pressed.row === cell.row && pressed.column === cell.column);
        moveCell(pressed, window);
      }}
    />
  );
  const plain = (
    <PlainGrid
      window={window}
      place={at}
      map={map}
      cell={fit.cell}
      palette={paletteOf(placed)}
      {...names[way].plain}
      follows={!pinned.value && !playing.value}
      onMove={move}
      onHold={() => togglePin(true)}
      onPress={(pressed) => {
        togglePin(pressed.row === at.row && pressed.column === at.column);
        move(pressed);
      }}
    />
  );
  return (
    <>
      <ShareMenu
        atHeading
        name={`${name} window`}
        picture={() => layerSheet(`${name}: ${describePlace(window, at, way)}`, pageBody(ref.current ?? document.body))}
      />
      <div ref={ref} class={fit.beside ? "window-drawing abreast" : "window-drawing"}>
        {width > 0 && (
          <>
            {way === "reads" ? padded : plain}
            <span class="window-arrow">
              <Icon name="arrow" />
            </span>
            {way === "reads" ? plain : padded}
          </>
        )}
      </div>
      <HoldControls places={window.oh * window.ow} />
      <p class="readout" aria-live={playing.value ? "off" : "polite"}>
        <strong>{describePlace(window, at, way)}</strong>
        {value !== undefined && <span class="readout-more">{`its value is ${formatValue(value)}`}</span>}
        {hovered.value !== undefined && <span class="readout-more">{hovered.value}</span>}
      </p>
      {oddWords(way === "reads" ? { input: slidMap, output: map } : { input: map, output: slidMap }).map((words) => (
        <p key={words} class="warning">
          {words}
        </p>
      ))}
    </>
  );
}

/** Of each map whose colours hide numbers that are none. */
function oddWords(maps: Readonly<Record<string, ChannelMap | undefined>>): string[] {
  return Object.entries(maps).flatMap(([name, map]) => (map && describeNotFiniteIn(name, map.summary)) ?? []);
}

function placeIn({ oh, ow }: Window): Place {
  return placeWithin(choices.value.place, oh, ow, spot.value);
}

function paletteOf({ isImage }: Side): Palette {
  return isImage ? greys : viridis;
}
