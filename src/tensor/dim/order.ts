/** Which of two sizes is larger, where that holds whatever the letters stand for: a letter is a size, at least 1. */
import type { Atom, Dim, Term } from "../dim.ts";
import { atomAlone, compareTexts, subtractDims } from "./sum.ts";
import { formatDim } from "./text.ts";

/** All values that a size can have lie within. */
interface Bounds {
  readonly low: number;
  readonly high: number;
}

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";

/** `undefined`: it depends on the letters. */
export function compareDims(operator: Comparison, left: Dim, right: Dim): boolean | undefined {
  const { low, high } = boundsOf(subtractDims(left, right));
  switch (operator) {
    case "==":
      return low === 0 && high === 0 ? true : low > 0 || high < 0 ? false : undefined;
    case "!=":
      return negated(compareDims("==", left, right));
    case "<":
      return high < 0 ? true : low >= 0 ? false : undefined;
    case ">=":
      return negated(compareDims("<", left, right));
    case ">":
      return compareDims("<", right, left);
    case "<=":
      return negated(compareDims("<", right, left));
  }
}

export function minimumOf(left: Dim, right: Dim): Dim {
  if (compareDims("<=", left, right)) return left;
  return compareDims("<=", right, left) ? right : ordered("minimum", left, right);
}

export function maximumOf(left: Dim, right: Dim): Dim {
  if (compareDims(">=", left, right)) return left;
  return compareDims(">=", right, left) ? right : ordered("maximum", left, right);
}

function negated(known: boolean | undefined): boolean | undefined {
  return known === undefined ? undefined : !known;
}

/** So that `min(a, b)` and `min(b, a)` are the same. */
function ordered(kind: "minimum" | "maximum", left: Dim, right: Dim): Dim {
  const inOrder = compareTexts(formatDim(left), formatDim(right)) <= 0;
  return atomAlone(inOrder ? { kind, left, right } : { kind, left: right, right: left });
}

export function boundsOf(dim: Dim): Bounds {
  if (typeof dim === "number") return { low: dim, high: dim };
  let { constant: low, constant: high } = dim;
  for (const term of dim.terms) {
    const bounds = boundsOfTerm(term);
    low += bounds.low;
    high += bounds.high;
  }
  return { low, high };
}

function boundsOfTerm({ factor, atoms }: Term): Bounds {
  let bounds: Bounds = { low: factor, high: factor };
  for (const atom of atoms) bounds = productOfBounds(bounds, boundsOfAtom(atom));
  return bounds;
}

function productOfBounds(a: Bounds, b: Bounds): Bounds {
  const [p, q, r, s] = [product(a.low, b.low), product(a.low, b.high), product(a.high, b.low), product(a.high, b.high)];
  return { low: Math.min(p, q, r, s), high: Math.max(p, q, r, s) };
}

/** Nothing of what has no end is nothing. */
function product(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}

const everything: Bounds = { low: -Infinity, high: Infinity };

const ofAtLeastOne: Bounds = { low: 1, high: Infinity };

/** Sizes grow out of each other, so that the same quotient comes in many of them. */
const known = new WeakMap<Atom, Bounds>();

function boundsOfAtom(atom: Atom): Bounds {
  if (atom.kind === "letter") return ofAtLeastOne;
  const bounds = known.get(atom) ?? workOut(atom);
  known.set(atom, bounds);
  return bounds;
}

function workOut(atom: Exclude<Atom, { kind: "letter" }>): Bounds {
  const [left, right] = [boundsOf(atom.left), boundsOf(atom.right)];
  switch (atom.kind) {
    case "floorDivide":
      return right.low > 0 ? quotientOfBounds(left, right) : everything;
    case "modulo":
      return right.low > 0 ? { low: 0, high: right.high - 1 } : everything;
    case "minimum":
      return { low: Math.min(left.low, right.low), high: Math.min(left.high, right.high) };
    case "maximum":
      return { low: Math.max(left.low, right.low), high: Math.max(left.high, right.high) };
  }
}

function quotientOfBounds(left: Bounds, right: Bounds): Bounds {
  const corners = [left.low / right.low, left.low / right.high, left.high / right.low, left.high / right.high]
    .filter((corner) => !Number.isNaN(corner))
    .map(Math.floor);
  return { low: Math.min(...corners), high: Math.max(...corners) };
}
