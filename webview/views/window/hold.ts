/** Whether the window's place is held against a moving pointer, or slides by itself. It lasts as long as the layer is looked at. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Place, type PlaceBounds, placeAfter } from "../../geometry/place.ts";

export const pinned = signal(false);
export const playing = signal(false);

/** Lets go of the place. */
export function release(): void {
  pinned.value = playing.value = false;
}

/** What a click does: it holds the place, or lets go of the one that is held. */
export function togglePin(isSame: boolean): void {
  playing.value = false;
  pinned.value = !(pinned.value && isSame);
}

/** Fast enough to be watched over a row, slow enough to be read. */
const STEP_MS = 400;

/** While it plays, moves from place to place, row by row and from the end to the beginning; Escape lets go. */
export function useHold(layer: string, bounds: PlaceBounds, from: () => Place, move: (place: Place) => void): void {
  useEffect(() => release, [layer]);
  useEffect(() => {
    if (!playing.value) return;
    const timer = setInterval(() => move(placeAfter(from(), bounds)), STEP_MS);
    return () => clearInterval(timer);
  }, [playing.value, layer, bounds.oh, bounds.ow]);
  useEffect(() => {
    if (!playing.value && !pinned.value) return;
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === "Escape") release();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [playing.value, pinned.value]);
}
