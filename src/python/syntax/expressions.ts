/** Expressions, from tree-sitter's nodes. Every kind of node has one function in the table below; any other is unknown. */
import type { Range } from "../../graph/graph.ts";
import { Ellipsis, type Value } from "../value.ts";
import { comprehension } from "./comprehensions.ts";
import type { Concrete } from "./concrete.ts";
import { floatOf, integerOf } from "./constants.ts";
import { lowerLambda } from "./functions.ts";
import { childOf, childrenOf, hasToken, partsOf, type Reading, rangeOf, textOf } from "./reading.ts";
import { lowerConcatenated, lowerString } from "./strings.ts";
import type { ArgumentSyntax, DictItem, Expression } from "./tree.ts";

export type Lower = (reading: Reading, node: Concrete) => Expression;

export function lowerExpression(reading: Reading, node: Concrete): Expression {
  const lower = TABLE[node.type];
  if (lower === undefined || node.type === "ERROR") return unreadable(reading, node);
  return starOutside(lower(reading, node));
}

/** The grammar reads `*a.b()` behind a comma as `(*a).b()`. */
function starOutside(node: Expression): Expression {
  if (node.kind === "attribute" && node.object.kind === "starred") {
    return {
      ...node.object,
      end: node.end,
      value: { ...node, object: node.object.value, start: node.object.value.start },
    };
  }
  if (node.kind === "call" && node.callee.kind === "starred") {
    return {
      ...node.callee,
      end: node.end,
      value: { ...node, callee: node.callee.value, start: node.callee.value.start },
    };
  }
  if (node.kind === "subscript" && node.object.kind === "starred") {
    return {
      ...node.object,
      end: node.end,
      value: { ...node, object: node.object.value, start: node.object.value.start },
    };
  }
  return node;
}

/** The expression in a field, which a broken text may lack. */
export function inField(reading: Reading, node: Concrete, field: string): Expression {
  const child = childOf(node, field);
  return child ? lowerExpression(reading, child) : unreadable(reading, node);
}

export function unreadable(reading: Reading, node: Range): Expression {
  return { kind: "unknown", reason: "this is not readable as Python", ...rangeOf(reading, node) };
}

function constant(value: Value): Lower {
  return (reading, node) => ({ kind: "constant", value, ...rangeOf(reading, node) });
}

function number(read: (text: string) => Value | undefined): Lower {
  return (reading, node) => {
    const value = read(textOf(reading, node));
    const range = rangeOf(reading, node);
    return value === undefined
      ? { kind: "unknown", reason: `the number ${textOf(reading, node)} is not followed`, ...range }
      : { kind: "constant", value, ...range };
  };
}

function sequence(kind: "tuple" | "list" | "set"): Lower {
  return (reading, node) => ({
    kind,
    items: partsOf(node).map((item) => lowerExpression(reading, item)),
    ...rangeOf(reading, node),
  });
}

/** Parentheses around one target are no tuple: `for i, (x) in pairs`. */
const lowerTargets: Lower = (reading, node) =>
  partsOf(node).length === 1 && !hasToken(node, ",") ? inner(reading, node) : sequence("tuple")(reading, node);

/** What stands behind a prefix: the one child that is no token. */
export function inner(reading: Reading, node: Concrete): Expression {
  const [child] = partsOf(node);
  return child ? lowerExpression(reading, child) : unreadable(reading, node);
}

const lowerName: Lower = (reading, node) => ({ kind: "name", name: textOf(reading, node), ...rangeOf(reading, node) });

const lowerAttribute: Lower = (reading, node) => {
  const name = childOf(node, "attribute");
  if (name === undefined) return unreadable(reading, node);
  return {
    kind: "attribute",
    object: inField(reading, node, "object"),
    name: textOf(reading, name),
    nameRange: rangeOf(reading, name),
    ...rangeOf(reading, node),
  };
};

const lowerSubscript: Lower = (reading, node) => {
  const items = childrenOf(node, "subscript").map((item) => lowerExpression(reading, item));
  const range = rangeOf(reading, node);
  const [first] = items;
  const single = items.length === 1 && !hasToken(node, ",") && first?.kind !== "starred";
  const index: Expression = single && first ? first : { kind: "tuple", items, ...range };
  return { kind: "subscript", object: inField(reading, node, "value"), index, ...range };
};

const lowerSlice: Lower = (reading, node) => {
  const bounds: (Expression | undefined)[] = [undefined];
  for (const child of node.children) {
    if (child.type === '":"') bounds.push(undefined);
    else bounds[bounds.length - 1] = lowerExpression(reading, child);
  }
  return { kind: "slice", from: bounds[0], to: bounds[1], step: bounds[2], ...rangeOf(reading, node) };
};

const lowerCall: Lower = (reading, node) => {
  const list = childOf(node, "arguments");
  return {
    kind: "call",
    callee: inField(reading, node, "function"),
    arguments: list ? lowerArguments(reading, list) : [],
    ...rangeOf(reading, node),
  };
};

/** Of a call, or a class's bases. */
export function lowerArguments(reading: Reading, list: Concrete): ArgumentSyntax[] {
  if (list.type === "generator_expression") {
    return [{ kind: "positional", name: "", value: lowerExpression(reading, list) }];
  }
  return partsOf(list).map((node): ArgumentSyntax => {
    if (node.type === "keyword_argument") {
      const name = childOf(node, "name");
      return { kind: "named", name: name ? textOf(reading, name) : "", value: inField(reading, node, "value") };
    }
    if (node.type === "list_splat") return { kind: "star", name: "", value: inner(reading, node) };
    if (node.type === "dictionary_splat") return { kind: "doubleStar", name: "", value: inner(reading, node) };
    const value = lowerExpression(reading, node);
    if (value.kind === "starred") return { kind: "star", name: "", value: value.value };
    return { kind: "positional", name: "", value };
  });
}

const lowerUnary: Lower = (reading, node) => {
  const operator = childOf(node, "operator");
  return {
    kind: "unary",
    operator: operator ? textOf(reading, operator) : "not",
    operand: inField(reading, node, "argument"),
    ...rangeOf(reading, node),
  };
};

const lowerBinary: Lower = (reading, node) => {
  const operator = childOf(node, "operator");
  return {
    kind: "binary",
    operator: operator ? textOf(reading, operator) : "",
    left: inField(reading, node, "left"),
    right: inField(reading, node, "right"),
    ...rangeOf(reading, node),
  };
};

const lowerBoolean: Lower = (reading, node) => ({
  kind: "boolean",
  operator: hasToken(node, "and") ? "and" : "or",
  left: inField(reading, node, "left"),
  right: inField(reading, node, "right"),
  ...rangeOf(reading, node),
});

const lowerComparison: Lower = (reading, node) => {
  const [first, ...others] = node.children.filter(({ field }) => field !== "operators");
  const operators = childrenOf(node, "operators");
  const rest = others.map((right, index) => {
    const operator = operators[index];
    return {
      operator: operator ? textOf(reading, operator).replaceAll(/\s+/g, " ") : "",
      right: lowerExpression(reading, right),
    };
  });
  return {
    kind: "compare",
    first: first ? lowerExpression(reading, first) : unreadable(reading, node),
    rest,
    ...rangeOf(reading, node),
  };
};

const lowerConditional: Lower = (reading, node) => {
  const [yes, test, no] = partsOf(node).map((part) => lowerExpression(reading, part));
  if (yes === undefined || test === undefined || no === undefined) return unreadable(reading, node);
  return { kind: "conditional", test, yes, no, ...rangeOf(reading, node) };
};

const lowerDict: Lower = (reading, node) => ({
  kind: "dict",
  items: partsOf(node).map((item): DictItem => {
    if (item.type === "dictionary_splat") return { key: undefined, value: inner(reading, item) };
    return { key: inField(reading, item, "key"), value: inField(reading, item, "value") };
  }),
  ...rangeOf(reading, node),
});

const lowerWalrus: Lower = (reading, node) => {
  const name = childOf(node, "name");
  return {
    kind: "walrus",
    name: name ? textOf(reading, name) : "",
    value: inField(reading, node, "value"),
    ...rangeOf(reading, node),
  };
};

const lowerYield: Lower = (reading, node) => {
  const [value] = partsOf(node);
  return {
    kind: "yield",
    value: value && lowerExpression(reading, value),
    from: hasToken(node, "from"),
    ...rangeOf(reading, node),
  };
};

const lowerStarred: Lower = (reading, node) => ({
  kind: "starred",
  value: inner(reading, node),
  ...rangeOf(reading, node),
});

/** `x as y` outside of `with` and `except`, which take it apart themselves. */
const lowerFirst: Lower = (reading, node) => inner(reading, node);

const TABLE: Readonly<Record<string, Lower>> = {
  identifier: lowerName,
  keyword_identifier: lowerName,
  dotted_name: lowerDotted,
  integer: number(integerOf),
  float: number(floatOf),
  true: constant(true),
  false: constant(false),
  none: constant(null),
  ellipsis: constant(new Ellipsis()),
  string: lowerString,
  concatenated_string: lowerConcatenated,
  tuple: sequence("tuple"),
  expression_list: sequence("tuple"),
  pattern_list: sequence("tuple"),
  tuple_pattern: lowerTargets,
  list: sequence("list"),
  list_pattern: sequence("list"),
  set: sequence("set"),
  dictionary: lowerDict,
  parenthesized_expression: lowerFirst,
  as_pattern: lowerFirst,
  as_pattern_target: lowerFirst,
  type: lowerFirst,
  attribute: lowerAttribute,
  subscript: lowerSubscript,
  slice: lowerSlice,
  call: lowerCall,
  unary_operator: lowerUnary,
  not_operator: lowerUnary,
  binary_operator: lowerBinary,
  boolean_operator: lowerBoolean,
  comparison_operator: lowerComparison,
  conditional_expression: lowerConditional,
  lambda: lowerLambda,
  list_comprehension: comprehension("list"),
  set_comprehension: comprehension("set"),
  dictionary_comprehension: comprehension("dict"),
  generator_expression: comprehension("generator"),
  named_expression: lowerWalrus,
  yield: lowerYield,
  await: (reading, node) => ({ kind: "await", value: inner(reading, node), ...rangeOf(reading, node) }),
  list_splat: lowerStarred,
  list_splat_pattern: lowerStarred,
};

/** `a.b.c` where the grammar has names with dots only. */
function lowerDotted(reading: Reading, node: Concrete): Expression {
  const [first, ...rest] = partsOf(node);
  if (first === undefined) return unreadable(reading, node);
  return rest.reduce<Expression>(
    (object, name) => ({
      kind: "attribute",
      object,
      name: textOf(reading, name),
      nameRange: rangeOf(reading, name),
      start: object.start,
      end: name.end - reading.base,
    }),
    lowerName(reading, first),
  );
}
