/**
 * A Python file as a tree of plain records, without tree-sitter. Offsets are relative to the part in which a node stands (a
 * statement of the file, or of a class), so that a part whose text did not change is used again wherever it moves to.
 */
import type { Range } from "../../graph/graph.ts";
import type { SourceFile } from "../site.ts";
import type { Value } from "../value.ts";
import type { Pattern } from "./pattern.ts";

/** A whole file. */
export interface ModuleSyntax {
  readonly file: SourceFile;
  readonly body: readonly Part[];
  /** Whether something in it cannot be read. */
  readonly broken: boolean;
}

/** One statement of a file's top level or of a class's body. */
export interface Part {
  /** Where it starts, relative to the part around it (to the file at the top level). */
  readonly offset: number;
  readonly statement: Statement;
}

export type Statement =
  | ({ readonly kind: "expression"; readonly value: Expression } & Range)
  | ({ readonly kind: "assign"; readonly targets: readonly Target[]; readonly value: Expression } & Range)
  | ({
      readonly kind: "augmented";
      readonly target: Target;
      readonly operator: string;
      readonly value: Expression;
    } & Range)
  | ({
      readonly kind: "annotated";
      readonly target: Target;
      readonly annotation: Expression;
      readonly value: Expression | undefined;
    } & Range)
  | ({ readonly kind: "if"; readonly test: Expression; readonly body: Block; readonly otherwise: Block } & Range)
  | ForStatement
  | ({ readonly kind: "while"; readonly test: Expression; readonly body: Block; readonly otherwise: Block } & Range)
  | TryStatement
  | ({ readonly kind: "with"; readonly items: readonly WithItem[]; readonly body: Block } & Range)
  | ({ readonly kind: "return"; readonly value: Expression | undefined } & Range)
  | ({ readonly kind: "break" | "continue" | "pass" } & Range)
  | ({ readonly kind: "raise"; readonly value: Expression | undefined } & Range)
  | ({ readonly kind: "assert"; readonly test: Expression } & Range)
  | ({ readonly kind: "delete"; readonly targets: readonly Target[] } & Range)
  | ({ readonly kind: "global" | "nonlocal"; readonly names: readonly string[] } & Range)
  | ({ readonly kind: "imports"; readonly modules: readonly ImportedName[] } & Range)
  | ImportFromStatement
  | FunctionStatement
  | ClassStatement
  | ({ readonly kind: "match"; readonly subject: Expression; readonly cases: readonly MatchCase[] } & Range)
  | BrokenStatement;

export type Block = readonly Statement[];

export interface ForStatement extends Range {
  readonly kind: "for";
  readonly target: Target;
  readonly iterable: Expression;
  readonly body: Block;
  readonly otherwise: Block;
}

export interface TryStatement extends Range {
  readonly kind: "try";
  readonly body: Block;
  readonly handlers: readonly Handler[];
  readonly otherwise: Block;
  readonly last: Block;
}

export interface Handler {
  readonly types: Expression | undefined;
  readonly name: string | undefined;
  readonly body: Block;
}

export interface WithItem {
  readonly value: Expression;
  readonly target: Target | undefined;
}

/** `a.b.c as d`. */
export interface ImportedName {
  readonly name: string;
  readonly alias: string | undefined;
}

/** `from ..module import names`; `level` is the number of dots. */
export interface ImportFromStatement extends Range {
  readonly kind: "importFrom";
  readonly module: string;
  readonly level: number;
  /** `"*"`: all of them. */
  readonly names: readonly ImportedName[] | "*";
}

export interface FunctionStatement extends Range {
  readonly kind: "function";
  readonly function: FunctionSyntax;
  readonly decorators: readonly Expression[];
}

export interface ClassStatement extends Range {
  readonly kind: "class";
  readonly name: string;
  readonly nameRange: Range;
  readonly bases: readonly ArgumentSyntax[];
  readonly decorators: readonly Expression[];
  readonly body: readonly Part[];
}

export interface MatchCase {
  readonly pattern: Pattern;
  readonly guard: Expression | undefined;
  readonly body: Block;
}

/** What cannot be read: all we know is which names it might have given a value. */
export interface BrokenStatement extends Range {
  readonly kind: "broken";
  readonly names: readonly string[];
}

/** A function's or lambda's definition. */
export interface FunctionSyntax extends Range {
  readonly name: string;
  /** Where the name stands; a lambda's keyword. */
  readonly nameRange: Range;
  readonly parameters: readonly ParameterSyntax[];
  readonly body: Block;
  readonly generator: boolean;
}

export interface ParameterSyntax {
  readonly name: string;
  readonly kind: "positional" | "either" | "named" | "rest" | "namedRest";
  readonly default: Expression | undefined;
}

/** What can stand left of `=`. */
export type Target = Expression;

export type Expression =
  | ({ readonly kind: "name"; readonly name: string } & Range)
  | ({ readonly kind: "constant"; readonly value: Value } & Range)
  | ({ readonly kind: "text"; readonly parts: readonly (string | Interpolation)[] } & Range)
  | ({ readonly kind: "tuple" | "list" | "set"; readonly items: readonly Expression[] } & Range)
  | ({ readonly kind: "dict"; readonly items: readonly DictItem[] } & Range)
  | AttributeExpression
  | ({ readonly kind: "subscript"; readonly object: Expression; readonly index: Expression } & Range)
  | SliceExpression
  | CallExpression
  | ({ readonly kind: "unary"; readonly operator: string; readonly operand: Expression } & Range)
  | BinaryExpression
  | ({
      readonly kind: "boolean";
      readonly operator: "and" | "or";
      readonly left: Expression;
      readonly right: Expression;
    } & Range)
  | ({ readonly kind: "compare"; readonly first: Expression; readonly rest: readonly Comparison[] } & Range)
  | ConditionalExpression
  | ({ readonly kind: "lambda"; readonly function: FunctionSyntax } & Range)
  | Comprehension
  | ({ readonly kind: "walrus"; readonly name: string; readonly value: Expression } & Range)
  | ({ readonly kind: "starred"; readonly value: Expression } & Range)
  | ({ readonly kind: "yield"; readonly value: Expression | undefined; readonly from: boolean } & Range)
  | ({ readonly kind: "await"; readonly value: Expression } & Range)
  /** Not followed, or not readable. */
  | ({ readonly kind: "unknown"; readonly reason: string } & Range);

/** `{value!r:format}` in an f-string. */
export interface Interpolation {
  readonly value: Expression;
  readonly conversion: string;
  readonly format: readonly (string | Interpolation)[];
  /** `name=` of `{name=}`. */
  readonly label: string;
}

/** `key: value`, or `**value`. */
export interface DictItem {
  readonly key: Expression | undefined;
  readonly value: Expression;
}

export interface AttributeExpression extends Range {
  readonly kind: "attribute";
  readonly object: Expression;
  readonly name: string;
  readonly nameRange: Range;
}

export interface SliceExpression extends Range {
  readonly kind: "slice";
  readonly from: Expression | undefined;
  readonly to: Expression | undefined;
  readonly step: Expression | undefined;
}

export interface CallExpression extends Range {
  readonly kind: "call";
  readonly callee: Expression;
  readonly arguments: readonly ArgumentSyntax[];
}

export interface ArgumentSyntax {
  readonly kind: "positional" | "named" | "star" | "doubleStar";
  readonly name: string;
  readonly value: Expression;
}

export interface BinaryExpression extends Range {
  readonly kind: "binary";
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Comparison {
  readonly operator: string;
  readonly right: Expression;
}

export interface ConditionalExpression extends Range {
  readonly kind: "conditional";
  readonly test: Expression;
  readonly yes: Expression;
  readonly no: Expression;
}

export interface Comprehension extends Range {
  readonly kind: "comprehension";
  readonly makes: "list" | "set" | "dict" | "generator";
  /** The key for a dict. */
  readonly element: Expression;
  readonly value: Expression | undefined;
  readonly clauses: readonly ComprehensionClause[];
}

export interface ComprehensionClause {
  readonly target: Target;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
}
