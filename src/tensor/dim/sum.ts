/**
 * Sums and products of sizes in their one canonical form: like terms joined, products sorted and multiplied out. A product
 * that would grow beyond all reading becomes a letter of its own, which is equal to nothing but itself.
 */
import { type Atom, type Dim, Symbolic, type Term } from "../dim.ts";
import { formatAtom, formatDim } from "./text.ts";

const mostTerms = 64;

/** An unknown size under a name; as a size it is at least 1. */
export function letter(name: string, reason?: string): Symbolic {
  return atomAlone({ kind: "letter", name, ...(reason !== undefined && { reason }) });
}

export function atomAlone(atom: Atom): Symbolic {
  return new Symbolic(0, [{ factor: 1, atoms: [atom] }]);
}

export function addDims(left: Dim, right: Dim): Dim {
  if (typeof left === "number" && typeof right === "number") return left + right;
  if (typeof right === "number") return shifted(left as Symbolic, right);
  if (typeof left === "number") return shifted(right, left);
  return sumOf(left.constant + right.constant, [...left.terms, ...right.terms]);
}

export function subtractDims(left: Dim, right: Dim): Dim {
  return addDims(left, scaleDim(right, -1));
}

export function scaleDim(dim: Dim, factor: number): Dim {
  if (typeof dim === "number") return dim * factor;
  if (factor === 0) return 0;
  if (factor === 1) return dim;
  return new Symbolic(dim.constant * factor, scaledTerms(dim, factor));
}

function scaledTerms({ terms }: Symbolic, factor: number): readonly Term[] {
  return factor === 0 ? [] : terms.map((term) => ({ factor: term.factor * factor, atoms: term.atoms }));
}

export function multiplyDims(left: Dim, right: Dim): Dim {
  if (typeof left === "number") return scaleDim(right, left);
  if (typeof right === "number") return scaleDim(left, right);
  if ((left.terms.length + 1) * (right.terms.length + 1) > mostTerms) {
    return letter(`(${formatDim(left)})*(${formatDim(right)})`);
  }
  const products = left.terms.flatMap((a) => right.terms.map((b) => productOf(a, b)));
  const terms = [...products, ...scaledTerms(left, right.constant), ...scaledTerms(right, left.constant)];
  return sumOf(left.constant * right.constant, terms);
}

/** How many numbers a tensor of this shape holds. */
export function productOfDims(shape: readonly Dim[]): Dim {
  return shape.reduce(multiplyDims, 1);
}

export function sumOfDims(dims: readonly Dim[]): Dim {
  return dims.reduce(addDims, 0);
}

export function sameDim(left: Dim, right: Dim): boolean {
  if (typeof left === "number" || typeof right === "number") return left === right;
  return left === right || formatDim(left) === formatDim(right);
}

function shifted(dim: Symbolic, by: number): Symbolic {
  return by === 0 ? dim : new Symbolic(dim.constant + by, dim.terms);
}

function productOf(left: Term, right: Term): Term {
  const atoms = [...left.atoms, ...right.atoms].sort((a, b) => compareTexts(formatAtom(a), formatAtom(b)));
  return { factor: left.factor * right.factor, atoms };
}

/** Joins like terms; a number if nothing else remains. */
export function sumOf(constant: number, terms: readonly Term[]): Dim {
  const [only] = terms;
  if (only === undefined) return constant;
  if (terms.length === 1) return only.factor === 0 ? constant : new Symbolic(constant, terms);
  const joined = new Map<string, Term>();
  for (const term of terms) {
    const key = keyOf(term);
    const factor = (joined.get(key)?.factor ?? 0) + term.factor;
    joined.set(key, { factor, atoms: term.atoms });
  }
  const left = [...joined].filter(([, { factor }]) => factor !== 0);
  if (left.length === 0) return constant;
  left.sort(([a, { atoms: x }], [b, { atoms: y }]) => y.length - x.length || compareTexts(a, b));
  return new Symbolic(
    constant,
    left.map(([, term]) => term),
  );
}

export function keyOf({ atoms }: Term): string {
  return atoms.map(formatAtom).join("*");
}

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
