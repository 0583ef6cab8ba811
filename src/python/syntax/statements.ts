/** Statements, from tree-sitter's nodes. A statement with an unreadable place is given up alone; those around it stay. */

import { brokenStatement } from "./broken.ts";
import { lowerFor, lowerIf, lowerMatch, lowerTry, lowerWhile, lowerWith } from "./compound.ts";
import type { Concrete } from "./concrete.ts";
import { lowerClass, lowerDecorated, lowerFunctionStatement } from "./definitions.ts";
import { lowerExpression } from "./expressions.ts";
import { lowerFuture, lowerImport, lowerImportFrom } from "./imports.ts";
import { childOf, isToken, partsOf, type Reading, rangeOf, textOf } from "./reading.ts";
import type { Block, Expression, Statement } from "./tree.ts";

export type LowerStatement = (reading: Reading, node: Concrete) => Statement;

export function lowerBlock(reading: Reading, block: Concrete): Block {
  return partsOf(block).map((node) => lowerStatement(reading, node));
}

export function lowerStatement(reading: Reading, node: Concrete): Statement {
  if (node.broken && !isWhole(node)) return brokenStatement(reading, node);
  if (isToken(node) || node.type === "ERROR") return brokenStatement(reading, node);
  return TABLE[node.type]?.(reading, node) ?? lowerBare(reading, node);
}

/** Near a mistake tree-sitter leaves out the node of a statement around an expression. */
function lowerBare(reading: Reading, node: Concrete): Statement {
  if (node.type === "assignment") return lowerAssignment(reading, node);
  if (node.type === "augmented_assignment") return lowerAugmented(reading, node);
  return { kind: "expression", value: lowerExpression(reading, node), ...rangeOf(reading, node) };
}

/** Statements with blocks stay if only something in a block is broken. */
function isWhole(node: Concrete): boolean {
  if (!HOLDERS.has(node.type)) return !node.broken;
  return node.children.every((child) => (child.type === "block" ? true : isWhole(child)));
}

const HOLDERS = new Set([
  "function_definition",
  "class_definition",
  "decorated_definition",
  "if_statement",
  "elif_clause",
  "else_clause",
  "for_statement",
  "while_statement",
  "with_statement",
  "try_statement",
  "except_clause",
  "finally_clause",
]);

const lowerExpressionStatement: LowerStatement = (reading, node) => {
  const parts = partsOf(node);
  const [first] = parts;
  const range = rangeOf(reading, node);
  if (first === undefined) return { kind: "pass", ...range };
  if (parts.length > 1 || node.children.length > 1) {
    const items = parts.map((part) => lowerExpression(reading, part));
    return { kind: "expression", value: { kind: "tuple", items, ...range }, ...range };
  }
  return lowerBare(reading, first);
};

function lowerAssignment(reading: Reading, node: Concrete): Statement {
  const range = rangeOf(reading, node);
  const type = childOf(node, "type");
  const target = lowerField(reading, node, "left");
  const right = childOf(node, "right");
  if (type) {
    const value = right && lowerExpression(reading, right);
    return { kind: "annotated", target, annotation: lowerExpression(reading, type), value, ...range };
  }
  const targets = [target];
  let value = right;
  while (value?.type === "assignment") {
    targets.push(lowerField(reading, value, "left"));
    value = childOf(value, "right");
  }
  if (value === undefined) return brokenStatement(reading, node);
  if (value.type === "augmented_assignment") return brokenStatement(reading, node);
  return { kind: "assign", targets, value: lowerExpression(reading, value), ...range };
}

function lowerAugmented(reading: Reading, node: Concrete): Statement {
  const operator = childOf(node, "operator");
  return {
    kind: "augmented",
    target: lowerField(reading, node, "left"),
    operator: operator ? textOf(reading, operator).slice(0, -1) : "",
    value: lowerField(reading, node, "right"),
    ...rangeOf(reading, node),
  };
}

function lowerField(reading: Reading, node: Concrete, field: string): Expression {
  return lowerExpression(reading, childOf(node, field) ?? node);
}

/** The statement's only value, if it has one. */
function onlyValue(reading: Reading, node: Concrete): Expression | undefined {
  const [value] = partsOf(node);
  return value && lowerExpression(reading, value);
}

const lowerDelete: LowerStatement = (reading, node) => {
  const targets = onlyValue(reading, node);
  return {
    kind: "delete",
    targets: targets === undefined ? [] : targets.kind === "tuple" ? targets.items : [targets],
    ...rangeOf(reading, node),
  };
};

function lowerNames(kind: "global" | "nonlocal"): LowerStatement {
  return (reading, node) => ({
    kind,
    names: partsOf(node).map((name) => textOf(reading, name)),
    ...rangeOf(reading, node),
  });
}

function bare(kind: "break" | "continue" | "pass"): LowerStatement {
  return (reading, node) => ({ kind, ...rangeOf(reading, node) });
}

const TABLE: Readonly<Record<string, LowerStatement>> = {
  expression_statement: lowerExpressionStatement,
  if_statement: lowerIf,
  for_statement: lowerFor,
  while_statement: lowerWhile,
  try_statement: lowerTry,
  with_statement: lowerWith,
  match_statement: lowerMatch,
  function_definition: lowerFunctionStatement,
  class_definition: lowerClass,
  decorated_definition: lowerDecorated,
  import_statement: lowerImport,
  import_from_statement: lowerImportFrom,
  future_import_statement: lowerFuture,
  return_statement: (reading, node) => ({ kind: "return", value: onlyValue(reading, node), ...rangeOf(reading, node) }),
  raise_statement: (reading, node) => ({ kind: "raise", value: onlyValue(reading, node), ...rangeOf(reading, node) }),
  assert_statement: (reading, node) => {
    const test = onlyValue(reading, node);
    return test ? { kind: "assert", test, ...rangeOf(reading, node) } : brokenStatement(reading, node);
  },
  delete_statement: lowerDelete,
  global_statement: lowerNames("global"),
  nonlocal_statement: lowerNames("nonlocal"),
  pass_statement: bare("pass"),
  break_statement: bare("break"),
  continue_statement: bare("continue"),
  // Python 2's, which have no effect that we follow.
  print_statement: bare("pass"),
  exec_statement: bare("pass"),
};
