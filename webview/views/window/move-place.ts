import type { Window } from "../../../src/tensor/window.ts";
import { type Place, placeAfterKey } from "../../geometry/place.ts";
import { choose } from "../../state.ts";

/** Moves the chosen place if the key says so, and then keeps the key from scrolling. */
export function movePlace(event: KeyboardEvent, from: Place, window: Window): void {
  const place = placeAfterKey(event.key, from, window);
  if (place === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  choose({ place });
}
