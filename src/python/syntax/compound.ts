/** Statements that hold blocks: branches, loops, `try`, `with`, `match`. */
import type { Concrete } from "./concrete.ts";
import { lowerExpression } from "./expressions.ts";
import { lowerPattern } from "./patterns.ts";
import { childOf, childrenOf, partsOf, type Reading, rangeOf, textOf } from "./reading.ts";
import { lowerBlock } from "./statements.ts";
import type { Block, Expression, ForStatement, Handler, MatchCase, Statement, TryStatement, WithItem } from "./tree.ts";

export function lowerIf(reading: Reading, node: Concrete): Statement {
  return branch(reading, node, childrenOf(node, "alternative"), node.end);
}

/** `elif` is an `if` in the `else` of the one before it. */
function branch(reading: Reading, node: Concrete, alternatives: readonly Concrete[], end: number): Statement {
  const [next, ...rest] = alternatives;
  const otherwise =
    next === undefined
      ? []
      : next.type === "elif_clause"
        ? [branch(reading, next, rest, end)]
        : blockOf(reading, childOf(next, "body"));
  return {
    kind: "if",
    test: expressionOf(reading, node, "condition"),
    body: blockOf(reading, childOf(node, "consequence")),
    otherwise,
    ...rangeOf(reading, { start: node.start, end }),
  };
}

function blockOf(reading: Reading, node: Concrete | undefined): Block {
  return node ? lowerBlock(reading, node) : [];
}

function expressionOf(reading: Reading, node: Concrete, field: string): Expression {
  return lowerExpression(reading, childOf(node, field) ?? node);
}

function elseOf(reading: Reading, node: Concrete): Block {
  const clause = node.children.find(({ type }) => type === "else_clause");
  return blockOf(reading, clause && childOf(clause, "body"));
}

export function lowerFor(reading: Reading, node: Concrete): ForStatement {
  return {
    kind: "for",
    target: expressionOf(reading, node, "left"),
    iterable: expressionOf(reading, node, "right"),
    body: blockOf(reading, childOf(node, "body")),
    otherwise: elseOf(reading, node),
    ...rangeOf(reading, node),
  };
}

export function lowerWhile(reading: Reading, node: Concrete): Statement {
  return {
    kind: "while",
    test: expressionOf(reading, node, "condition"),
    body: blockOf(reading, childOf(node, "body")),
    otherwise: elseOf(reading, node),
    ...rangeOf(reading, node),
  };
}

export function lowerTry(reading: Reading, node: Concrete): TryStatement {
  const handlers = node.children.filter(({ type }) => type === "except_clause" || type === "except_group_clause");
  const last = node.children.find(({ type }) => type === "finally_clause");
  return {
    kind: "try",
    body: blockOf(reading, childOf(node, "body")),
    handlers: handlers.map((handler) => lowerHandler(reading, handler)),
    otherwise: elseOf(reading, node),
    last: blockOf(reading, last && blockIn(last)),
    ...rangeOf(reading, node),
  };
}

function blockIn(node: Concrete): Concrete | undefined {
  return node.children.find(({ type }) => type === "block");
}

/** `except E`, `except E as e`, and Python 2's `except E, e`. */
function lowerHandler(reading: Reading, node: Concrete): Handler {
  const [value, second] = partsOf(node).filter(({ type }) => type !== "block");
  const alias = value?.type === "as_pattern" ? childOf(value, "alias") : second;
  const types = value?.type === "as_pattern" ? partsOf(value)[0] : value;
  return {
    types: types && lowerExpression(reading, types),
    name: alias && textOf(reading, alias),
    body: blockOf(reading, blockIn(node)),
  };
}

export function lowerWith(reading: Reading, node: Concrete): Statement {
  const clause = node.children.find(({ type }) => type === "with_clause");
  return {
    kind: "with",
    items: clause ? partsOf(clause).map((item) => lowerWithItem(reading, item)) : [],
    body: blockOf(reading, childOf(node, "body")),
    ...rangeOf(reading, node),
  };
}

function lowerWithItem(reading: Reading, node: Concrete): WithItem {
  const value = childOf(node, "value") ?? node;
  const alias = value.type === "as_pattern" ? childOf(value, "alias") : undefined;
  return { value: lowerExpression(reading, value), target: alias && lowerExpression(reading, alias) };
}

export function lowerMatch(reading: Reading, node: Concrete): Statement {
  const subjects = childrenOf(node, "subject").map((subject) => lowerExpression(reading, subject));
  const [first] = subjects;
  const range = rangeOf(reading, node);
  const body = childOf(node, "body");
  return {
    kind: "match",
    subject: subjects.length === 1 && first ? first : { kind: "tuple", items: subjects, ...range },
    cases: body ? childrenOf(body, "alternative").map((clause) => lowerCase(reading, clause)) : [],
    ...range,
  };
}

function lowerCase(reading: Reading, node: Concrete): MatchCase {
  const patterns = node.children.filter(({ type }) => type === "case_pattern");
  const guard = childOf(node, "guard");
  const condition = guard && partsOf(guard)[0];
  const [first] = patterns;
  const several = patterns.length > 1 || node.children.some(({ type }) => type === '","');
  return {
    pattern:
      first && !several
        ? lowerPattern(reading, first)
        : { kind: "sequence", items: patterns.map((pattern) => lowerPattern(reading, pattern)) },
    guard: condition && lowerExpression(reading, condition),
    body: blockOf(reading, childOf(node, "consequence")),
  };
}
