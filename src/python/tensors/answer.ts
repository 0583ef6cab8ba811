/** What a rule on shapes answers: a shape, a mistake that the framework would raise, or that it cannot be known. */

import type { Dim } from "../../tensor/dim.ts";
import type { SourceFix } from "../trace.ts";
import { sizeText } from "./unknown-size.ts";

export type Shape = readonly Dim[];

export interface Mistake {
  /** `shape/reshape`; the codes stand in `codes.ts`. */
  readonly code: string;
  /** Expected and found, as one or two sentences without their subject. */
  readonly message: string;
  /** The shape that was surely meant, to go on with. */
  readonly meant?: Shape;
  /** Axes of `meant` of which the size is open, because any of those that differ may be the wrong one. */
  readonly open?: readonly number[];
  readonly fix?: SourceFix;
  /** Two sizes that should have been the same. */
  readonly missed?: readonly [Dim, Dim];
}

/** A size that has to be this number if the code is right. */
export interface Equation {
  readonly size: Dim;
  readonly expected: number;
}

export type ShapeAnswer =
  | { readonly shape: Shape; readonly equations?: readonly Equation[] }
  | { readonly mistake: Mistake }
  | { readonly unknown: string };

export function mistaken(code: string, message: string, meant?: Shape): { readonly mistake: Mistake } {
  return { mistake: meant === undefined ? { code, message } : { code, message, meant } };
}

export function formatShape(shape: Shape): string {
  return `[${shape.map(sizeText).join(", ")}]`;
}
