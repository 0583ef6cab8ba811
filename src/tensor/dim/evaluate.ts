/** The number that a size is once its letters are known. */
import type { Atom, Dim, Term } from "../dim.ts";

/** `undefined`: a letter has no number, or something is divided by 0. */
export function evaluateDim(dim: Dim, letters: ReadonlyMap<string, number>): number | undefined {
  if (typeof dim === "number") return dim;
  let sum = dim.constant;
  for (const term of dim.terms) {
    const value = evaluateTerm(term, letters);
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum;
}

/** The letters in it. */
export function lettersIn(dim: Dim): ReadonlySet<string> {
  return new Set(reasonsIn(dim).keys());
}

/** The letters, each with why it is no number, where it knows. */
export function reasonsIn(dim: Dim): ReadonlyMap<string, string | undefined> {
  if (typeof dim === "number") return new Map();
  const atoms = dim.terms.flatMap((term) => term.atoms);
  return new Map(
    atoms.flatMap((atom) =>
      atom.kind === "letter"
        ? [[atom.name, atom.reason] as const]
        : [...reasonsIn(atom.left), ...reasonsIn(atom.right)],
    ),
  );
}

function evaluateTerm({ factor, atoms }: Term, letters: ReadonlyMap<string, number>): number | undefined {
  let product = factor;
  for (const atom of atoms) {
    const value = evaluateAtom(atom, letters);
    if (value === undefined) return undefined;
    product *= value;
  }
  return product;
}

function evaluateAtom(atom: Atom, letters: ReadonlyMap<string, number>): number | undefined {
  if (atom.kind === "letter") return letters.get(atom.name);
  const [left, right] = [evaluateDim(atom.left, letters), evaluateDim(atom.right, letters)];
  if (left === undefined || right === undefined) return undefined;
  switch (atom.kind) {
    case "floorDivide":
      return right === 0 ? undefined : Math.floor(left / right);
    case "modulo":
      return right === 0 ? undefined : left - Math.floor(left / right) * right;
    case "minimum":
      return Math.min(left, right);
    case "maximum":
      return Math.max(left, right);
  }
}
