/** Symbolic sizes as people write them, in Python's own notation: `(H - 4)//2 + 1`, `16*H*W`. */
import type { Atom, Dim, Symbolic, Term } from "../dim.ts";

const texts = new WeakMap<Symbolic, string>();

/** Equal sizes have equal texts, so the text also serves as a key. */
export function formatDim(dim: Dim): string {
  if (typeof dim === "number") return String(dim);
  let text = texts.get(dim);
  if (text === undefined) {
    text = formatSum(dim);
    texts.set(dim, text);
  }
  return text;
}

function formatSum(dim: Symbolic): string {
  const { constant, terms } = dim;
  const quotient = quotientIn(dim);
  if (quotient) return `(${withConstant(formatDim(quotient.left), constant * quotient.right)})//${quotient.right}`;
  let text = "";
  for (const term of terms) {
    const sign = term.factor < 0 ? "-" : "+";
    if (text === "") text = term.factor < 0 ? `-${formatNegated(term)}` : formatTerm(term);
    else text += ` ${sign} ${formatTerm(term)}`;
  }
  return withConstant(text, constant);
}

function withConstant(text: string, constant: number): string {
  if (constant === 0) return text;
  return `${text} ${constant < 0 ? "-" : "+"} ${Math.abs(constant)}`;
}

/** What is kept as `H//2 - 2` reads better as `(H - 4)//2`. */
function quotientIn({ constant, terms }: Symbolic): { left: Symbolic; right: number } | undefined {
  const [atom] = terms[0]?.atoms ?? [];
  if (constant >= 0 || terms.length !== 1 || terms[0]?.factor !== 1 || terms[0].atoms.length !== 1) return undefined;
  if (atom?.kind !== "floorDivide" || typeof atom.left === "number" || typeof atom.right !== "number") return undefined;
  return atom.left.constant === 0 ? { left: atom.left, right: atom.right } : undefined;
}

/** Behind a sign, which Python takes with what is divided. */
function formatNegated(term: Term): string {
  const text = formatTerm(term);
  const [atom] = term.atoms;
  return term.factor === -1 && term.atoms.length === 1 && atom && isQuotient(atom) ? `(${text})` : text;
}

/** Without its sign. */
function formatTerm({ factor, atoms }: Term): string {
  const size = Math.abs(factor);
  if (size === 1 && atoms.length === 1) return formatAtom(atoms[0] as Atom);
  const factors = atoms.map((atom) => (isQuotient(atom) ? `(${formatAtom(atom)})` : formatAtom(atom)));
  return (size === 1 ? factors : [String(size), ...factors]).join("*");
}

function isQuotient(atom: Atom): boolean {
  return atom.kind === "floorDivide" || atom.kind === "modulo";
}

/** Sizes grow out of each other, so that the same quotient comes in many of them. */
const textsOfAtoms = new WeakMap<Atom, string>();

export function formatAtom(atom: Atom): string {
  if (atom.kind === "letter") return atom.name;
  let text = textsOfAtoms.get(atom);
  if (text === undefined) {
    text = formatCompound(atom);
    textsOfAtoms.set(atom, text);
  }
  return text;
}

function formatCompound(atom: Exclude<Atom, { kind: "letter" }>): string {
  switch (atom.kind) {
    case "floorDivide":
      return `${formatOperand(atom.left)}//${formatOperand(atom.right)}`;
    case "modulo":
      return `${formatOperand(atom.left)} % ${formatOperand(atom.right)}`;
    case "minimum":
      return `min(${formatDim(atom.left)}, ${formatDim(atom.right)})`;
    case "maximum":
      return `max(${formatDim(atom.left)}, ${formatDim(atom.right)})`;
  }
}

function formatOperand(dim: Dim): string {
  const text = formatDim(dim);
  return /^\w+$/.test(text) ? text : `(${text})`;
}
