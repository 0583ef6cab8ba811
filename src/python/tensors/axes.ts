/** Axes put in another order, added and removed. */

import { compareDims } from "../../tensor/dim/order.ts";
import type { Dim } from "../../tensor/dim.ts";
import type { Shape } from "./answer.ts";

/** `undefined`: `order` does not name every axis once. */
export function permuteAxes(input: Shape, order: readonly number[]): Shape | undefined {
  if (order.length !== input.length || new Set(order).size !== order.length) return undefined;
  return order.map((axis) => input[axis] as Dim);
}

export function swapAxes(input: Shape, a: number, b: number): Shape {
  return input.with(a, input[b] as Dim).with(b, input[a] as Dim);
}

/** `movedim`: the axes of `from` to the places of `to`, the others in order between them. */
export function moveAxes(input: Shape, from: readonly number[], to: readonly number[]): Shape {
  const others = input.map((_, axis) => axis).filter((axis) => !from.includes(axis));
  const order = input.map((_, place) => {
    const index = to.indexOf(place);
    return index >= 0 ? (from[index] as number) : (others.shift() as number);
  });
  return order.map((axis) => input[axis] as Dim);
}

export function insertAxis(input: Shape, axis: number): Shape {
  return input.toSpliced(axis, 0, 1);
}

/** Without these axes, where they have size 1; `undefined`: a letter does not tell. */
export function removeAxes(input: Shape, axes: readonly number[]): Shape | undefined {
  const ones = axes.map((axis) => compareDims("==", input[axis] as Dim, 1));
  if (ones.includes(undefined)) return undefined;
  return input.filter((_, axis) => !ones[axes.indexOf(axis)]);
}

/** Reduced over these axes; `keep` leaves them with size 1. */
export function reduceAxes(input: Shape, axes: readonly number[], keep: boolean): Shape {
  return keep
    ? input.map((size, axis) => (axes.includes(axis) ? 1 : size))
    : input.filter((_, axis) => !axes.includes(axis));
}
