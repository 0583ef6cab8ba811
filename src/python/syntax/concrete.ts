/**
 * tree-sitter's tree as plain records, read once through a cursor: every question to a node of its own would be a call into
 * WebAssembly. Statements of a file or of a class whose text was read before are not read again.
 */
import type { Tree, TreeCursor } from "web-tree-sitter";
import type { Grammar } from "./parser.ts";
import type { Statement } from "./tree.ts";

export interface Concrete {
  readonly type: string;
  readonly field: string | undefined;
  readonly start: number;
  /** Without comments behind its last part. */
  readonly end: number;
  /** With them. */
  readonly textEnd: number;
  readonly children: readonly Concrete[];
  /** It, or something in it, is not Python. */
  readonly broken: boolean;
  /** A statement whose text was read before. */
  readonly known: Statement | undefined;
}

/** Statements by their texts, with the type of the node that they were lowered from. */
export type KnownStatements = Map<string, { readonly type: string; readonly statement: Statement }>;

/** Deeper expressions than anyone writes, but not deeper than the call stack. */
const DEEPEST = 250;

export function readConcrete(tree: Tree, text: string, grammar: Grammar, known: KnownStatements): Concrete {
  const reader = new Reader(tree, text, grammar, known);
  return reader.read("file", 0);
}

/** What takes a line of its own, unless brackets are around it: tree-sitter reads it across lines where a part is missing. */
const OF_ONE_LINE = new Set([
  "assert_statement",
  "assignment",
  "attribute",
  "augmented_assignment",
  "binary_operator",
  "boolean_operator",
  "comparison_operator",
  "conditional_expression",
  "not_operator",
  "unary_operator",
]);

const BRACKETS: Readonly<Record<string, number>> = {
  '"("': 1,
  '"["': 1,
  '"{"': 1,
  '")"': -1,
  '"]"': -1,
  '"}"': -1,
};

/** Whether a node's statements can be known ones. */
type Place = "file" | "classBody" | "class" | "decorated" | "elsewhere";

class Reader {
  readonly cursor: TreeCursor;
  readonly text: string;
  readonly grammar: Grammar;
  readonly known: KnownStatements;
  readonly broken: boolean;
  /** How many brackets are open around what is read. */
  #brackets = 0;

  constructor(tree: Tree, text: string, grammar: Grammar, known: KnownStatements) {
    this.cursor = tree.walk();
    this.broken = tree.rootNode.hasError;
    this.text = text;
    this.grammar = grammar;
    this.known = known;
  }

  read(place: Place, depth: number): Concrete {
    const { cursor, grammar } = this;
    const type = grammar.types[cursor.nodeTypeId] ?? "ERROR";
    const field = grammar.fields[cursor.currentFieldId];
    const start = cursor.startIndex;
    const textEnd = cursor.endIndex;
    const missing = start === textEnd && type !== "module" && type !== "block" && cursor.nodeIsMissing;
    const around = this.#brackets;
    const children: Concrete[] = [];
    if (depth <= DEEPEST && cursor.gotoFirstChild()) {
      const inner = placeIn(type, place);
      do this.readChild(children, inner, depth + 1);
      while (cursor.gotoNextSibling());
      cursor.gotoParent();
    }
    this.#brackets = around;
    const split = around === 0 && OF_ONE_LINE.has(type) && this.isSplit(children);
    const broken = missing || type === "ERROR" || depth > DEEPEST || split;
    return {
      type,
      field,
      start,
      end: endOf(children, type, textEnd),
      textEnd,
      children,
      broken: broken || children.some((child) => child.broken),
      known: undefined,
    };
  }

  private readChild(children: Concrete[], place: Place, depth: number): void {
    const known = place === "file" || place === "classBody" ? this.knownStatement() : undefined;
    const child = known ?? this.read(place, depth);
    this.#brackets += BRACKETS[child.type] ?? 0;
    if (child.type !== "comment" && child.type !== "line_continuation") children.push(child);
  }

  /** Whether a line ends between two of them. */
  private isSplit(children: readonly Concrete[]): boolean {
    return children.some(({ start }, at) => {
      const before = children[at - 1];
      return before !== undefined && /(?<!\\\r?)\n/.test(this.text.slice(before.textEnd, start));
    });
  }

  private knownStatement(): Concrete | undefined {
    const [start, end] = [this.cursor.startIndex, this.cursor.endIndex];
    const known = this.known.get(this.text.slice(start, end));
    // Near a mistake the same text may be read differently.
    if (known === undefined || known.type !== this.grammar.types[this.cursor.nodeTypeId]) return undefined;
    if (this.broken && this.cursor.currentNode.hasError) return undefined;
    const { type, statement } = known;
    return {
      type,
      field: undefined,
      start,
      end: start + statement.end,
      textEnd: end,
      children: [],
      broken: false,
      known: statement,
    };
  }
}

/** A comment behind the last part belongs to nothing. */
function endOf(children: readonly Concrete[], type: string, textEnd: number): number {
  const last = children.at(-1);
  return last && (last.textEnd === textEnd || type === "block" || type.endsWith("_clause")) ? last.end : textEnd;
}

function placeIn(type: string, place: Place): Place {
  if (type === "module") return "file";
  const direct = place === "file" || place === "classBody";
  if (type === "decorated_definition" && direct) return "decorated";
  if (type === "class_definition" && (direct || place === "decorated")) return "class";
  return type === "block" && place === "class" ? "classBody" : "elsewhere";
}
