/** Which place the window is at: every way to move it ends here. */
import {
  horizontalAxis,
  kernelExtent,
  verticalAxis,
  type Window,
  type WindowAxis,
} from "../../../src/tensor/window.ts";
import { clampIndex } from "../../choices.ts";
import { placeNear, windowStart } from "../../geometry/padded-axis.ts";
import { type Place, type PlaceBounds, placeAfterKey } from "../../geometry/place.ts";
import { choose } from "../../state/model.ts";
import type { Way } from "../../words/window.ts";

/** Puts the window at a place; if it writes, the cell that is looked at is the middle of what it writes. */
export function movePlace(place: Place, window: Window, way: Way): void {
  if (way === "reads") choose({ place });
  else
    choose({
      place,
      cell: { row: middle(verticalAxis(window), place.row), column: middle(horizontalAxis(window), place.column) },
    });
}

/** Looks at a cell of the image that the window slides over, and puts the window's middle as near to it as it goes. */
export function moveCell(cell: Place, window: Window): void {
  const [vertical, horizontal] = [verticalAxis(window), horizontalAxis(window)];
  choose({
    cell: { row: clampIndex(cell.row, window.h), column: clampIndex(cell.column, window.w) },
    place: { row: placeNear(vertical, cell.row), column: placeNear(horizontal, cell.column) },
  });
}

function middle(axis: WindowAxis, place: number): number {
  const offset = Math.floor((kernelExtent(axis.kernel, axis.dilation) - 1) / 2);
  return clampIndex(windowStart(axis, place) + offset, axis.input);
}

interface KeyActions {
  readonly move: (place: Place) => void;
  /** On Enter and the space bar. */
  readonly hold?: (() => void) | undefined;
}

/** Moves or holds if the key says so, and then keeps it from scrolling. */
export function takeKey(event: KeyboardEvent, from: Place, bounds: PlaceBounds, { move, hold }: KeyActions): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (hold && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    hold();
    return;
  }
  const place = placeAfterKey(event.key, from, bounds);
  if (place === undefined) return;
  event.preventDefault();
  move(place);
}
