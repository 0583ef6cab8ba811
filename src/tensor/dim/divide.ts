/**
 * Floor division and remainder as in Python, in canonical form: what divides evenly is taken out (`(2*H + 5)//2` is
 * `H + 2`), and divisions by numbers that follow each other become one (`(H//2 - 1)//2` is `(H - 2)//4`).
 */
import { type Dim, Symbolic, type Term } from "../dim.ts";
import { addDims, atomAlone, multiplyDims, scaleDim, subtractDims, sumOf } from "./sum.ts";
import { formatAtom } from "./text.ts";

/** `left // right`; `undefined` for a division by 0. */
export function floorDivideDims(left: Dim, right: Dim): Dim | undefined {
  if (right === 0) return undefined;
  if (typeof left === "number" && typeof right === "number") return Math.floor(left / right);
  if (typeof right === "number") return divideByNumber(left as Symbolic, right);
  return divideExactly(left, right) ?? atomAlone({ kind: "floorDivide", left, right });
}

/** `left` divided by a positive number and rounded up. */
export function ceilDivideDims(left: Dim, right: number): Dim {
  return floorDivideDims(addDims(left, right - 1), right) ?? left;
}

/** `left % right`; `undefined` for a division by 0. */
export function moduloDims(left: Dim, right: Dim): Dim | undefined {
  if (right === 0) return undefined;
  if (typeof left === "number" && typeof right === "number") return left - Math.floor(left / right) * right;
  if (typeof right === "number" && right > 0) {
    const { rest } = splitBy(left as Symbolic, right);
    return typeof rest === "number" ? rest : atomAlone({ kind: "modulo", left: rest, right });
  }
  return divideExactly(left, right) === undefined ? atomAlone({ kind: "modulo", left, right }) : 0;
}

/** `left / right` where it surely leaves no remainder, whatever the letters stand for; else `undefined`. */
export function divideExactly(left: Dim, right: Dim): Dim | undefined {
  if (right === 0) return undefined;
  if (typeof right === "number") return divideByFactor(left, right);
  let rest = left;
  let quotient: Dim = 0;
  while (rest !== 0) {
    const next = divideLeading(rest, right);
    if (next === undefined) return undefined;
    quotient = addDims(quotient, next);
    rest = subtractDims(rest, multiplyDims(next, right));
  }
  return quotient;
}

function divideByFactor(left: Dim, right: number): Dim | undefined {
  if (typeof left === "number") return left % right === 0 ? left / right : undefined;
  const divides = left.constant % right === 0 && left.terms.every(({ factor }) => factor % right === 0);
  if (!divides) return undefined;
  const terms = left.terms.map(({ factor, atoms }) => ({ factor: factor / right, atoms }));
  return new Symbolic(left.constant / right, terms);
}

/** The leading term of `rest` divided by that of `right`, as in long division of polynomials. */
function divideLeading(rest: Dim, right: Symbolic): Dim | undefined {
  if (typeof rest === "number") return undefined;
  const [top, bottom] = [leadingTerm(rest), leadingTerm(right)];
  const atoms = [...top.atoms];
  for (const atom of bottom.atoms) {
    const index = atoms.findIndex((other) => formatAtom(other) === formatAtom(atom));
    if (index < 0) return undefined;
    atoms.splice(index, 1);
  }
  if (top.factor % bottom.factor !== 0) return undefined;
  const factor = top.factor / bottom.factor;
  return atoms.length === 0 ? factor : sumOf(0, [{ factor, atoms }]);
}

/** The term of the highest degree, of these the first in the letters' order: terms are kept that way. */
function leadingTerm({ terms }: Symbolic): Term {
  const [first] = terms as readonly [Term, ...Term[]];
  return terms.reduce((best, term) => (leads(term, best) ? term : best), first);
}

function leads(term: Term, other: Term): boolean {
  if (term.atoms.length !== other.atoms.length) return term.atoms.length > other.atoms.length;
  const [a, b] = [term.atoms.map(formatAtom), other.atoms.map(formatAtom)];
  const index = a.findIndex((text, place) => text !== b[place]);
  return index >= 0 && (a[index] as string) < (b[index] as string);
}

/** `dim` as `whole * divisor + rest` with all factors of the rest in [0, divisor). */
function splitBy(dim: Symbolic, divisor: number): { whole: Dim; rest: Dim } {
  const terms = dim.terms.map((term) => ({ factor: Math.floor(term.factor / divisor), atoms: term.atoms }));
  const whole = sumOf(Math.floor(dim.constant / divisor), terms);
  return { whole, rest: subtractDims(dim, scaleDim(whole, divisor)) };
}

function divideByNumber(left: Symbolic, right: number): Dim {
  if (right < 0) return divideByNumber(scaleDim(left, -1) as Symbolic, -right);
  const exact = divideByFactor(left, right);
  if (exact !== undefined) return exact;
  const { whole, rest } = splitBy(left, right);
  return typeof rest === "number" ? whole : addDims(whole, joinDivisions(rest, right));
}

function joinDivisions(dim: Symbolic, divisor: number): Dim {
  const common = dim.terms.reduce((found, { factor }) => greatestCommonDivisor(found, factor), divisor);
  if (common > 1) {
    const terms = dim.terms.map((term) => ({ factor: term.factor / common, atoms: term.atoms }));
    return divideByNumber(new Symbolic(Math.floor(dim.constant / common), terms), divisor / common);
  }
  const inner = innerDivision(dim);
  if (inner === undefined) return atomAlone({ kind: "floorDivide", left: dim, right: divisor });
  const inside = addDims(inner.left, dim.constant * inner.right);
  return floorDivideDims(inside, divisor * inner.right) as Dim;
}

/** `x//n` of a sum that is nothing but `x//n` and a constant. */
function innerDivision({ terms }: Symbolic): { left: Dim; right: number } | undefined {
  const [term] = terms;
  const [atom] = term?.atoms ?? [];
  if (terms.length !== 1 || term?.factor !== 1 || term.atoms.length !== 1 || atom?.kind !== "floorDivide")
    return undefined;
  return typeof atom.right === "number" && atom.right > 0 ? { left: atom.left, right: atom.right } : undefined;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : greatestCommonDivisor(b, a % b);
}
