/** Which of an array's numbers, counted row by row, an index chooses. */
import { slicePlaces } from "../../evaluate/slices.ts";
import { Ellipsis, Slice, Tuple, type Value } from "../../value.ts";

/** `undefined`: by more than whole numbers, slices, `None` and `...`, or out of range. */
export function placesOf(shape: readonly number[], key: Value): readonly number[] | undefined {
  const keys = key instanceof Tuple ? key.items : [key];
  const used = keys.filter((item) => item !== null && !(item instanceof Ellipsis)).length;
  const rest = Array.from({ length: shape.length - used }, () => ALL);
  const filled = keys.some((item) => item instanceof Ellipsis)
    ? keys.flatMap((item) => (item instanceof Ellipsis ? rest : [item]))
    : [...keys, ...rest];
  let places: readonly number[] | undefined = [0];
  let axis = 0;
  for (const item of filled) {
    if (item === null) continue;
    const length = shape[axis++] as number;
    const chosen = along(length, item);
    places = chosen && places?.flatMap((place) => chosen.map((at) => place * length + at));
  }
  return places;
}

const ALL = new Slice(null, null, null);

function along(length: number, item: Value): readonly number[] | undefined {
  if (item instanceof Slice) return slicePlaces(item, length);
  if (typeof item !== "number" || item < -length || item >= length) return undefined;
  return [item < 0 ? item + length : item];
}

/** From where each number of a broadcast result comes. */
export function broadcastPlaces(from: readonly number[], to: readonly number[]): readonly number[] {
  let places: readonly number[] = [0];
  for (const [axis, length] of to.entries()) {
    const own = from[axis - to.length + from.length] ?? 1;
    places = places.flatMap((place) => Array.from({ length }, (_, at) => (own === 1 ? place : place * own + at)));
  }
  return places;
}

/** From where each number comes when the axes are put into another order. */
export function permutedPlaces(shape: readonly number[], order: readonly number[]): readonly number[] {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  let places: readonly number[] = [0];
  for (const axis of order) {
    const length = shape[axis] as number;
    places = places.flatMap((place) => Array.from({ length }, (_, at) => place + at * (strides[axis] as number)));
  }
  return places;
}
