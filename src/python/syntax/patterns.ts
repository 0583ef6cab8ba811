/** Patterns behind `case`. */
import type { Concrete } from "./concrete.ts";
import { lowerExpression } from "./expressions.ts";
import type { Pattern } from "./pattern.ts";
import { childrenOf, partsOf, type Reading, rangeOf, textOf } from "./reading.ts";

export function lowerPattern(reading: Reading, node: Concrete): Pattern {
  return TABLE[node.type]?.(reading, node) ?? unknownPattern(reading, node);
}

type Lower = (reading: Reading, node: Concrete) => Pattern;

const lowerCasePattern: Lower = (reading, node) => {
  const [inner] = partsOf(node);
  if (inner === undefined)
    return textOf(reading, node) === "_" ? { kind: "capture", name: undefined } : unknownPattern(reading, node);
  if (node.children.length > 1) return signedNumber(reading, node);
  return lowerPattern(reading, inner);
};

/** `-1`; sums of real and imaginary numbers are not followed. */
function signedNumber(reading: Reading, node: Concrete): Pattern {
  const [sign, digits, more] = node.children;
  if (sign?.type !== '"-"' || digits === undefined || more !== undefined) return unknownPattern(reading, node);
  const operand = lowerExpression(reading, digits);
  return { kind: "value", value: { kind: "unary", operator: "-", operand, ...rangeOf(reading, node) } };
}

const lowerValue: Lower = (reading, node) => ({ kind: "value", value: lowerExpression(reading, node) });

const lowerName: Lower = (reading, node) => {
  if (partsOf(node).length > 1) return lowerValue(reading, node);
  const name = textOf(reading, node);
  return { kind: "capture", name: name === "_" ? undefined : name };
};

const lowerSequence: Lower = (reading, node) => {
  const items = partsOf(node).map((item) => lowerPattern(reading, item));
  const [first] = items;
  // Parentheses around one pattern are no tuple.
  const grouped =
    node.type === "tuple_pattern" && items.length === 1 && !node.children.some(({ type }) => type === '","');
  return grouped && first ? first : { kind: "sequence", items };
};

const lowerRest: Lower = (reading, node) => {
  const [name] = partsOf(node);
  const text = name && textOf(reading, name);
  return { kind: "rest", name: text === "_" ? undefined : text };
};

/** The choices stand side by side; a minus sign is a child of its own. */
const lowerUnion: Lower = (reading, node) => {
  if (node.children.some(({ type }) => type === '"-"')) return unknownPattern(reading, node);
  return { kind: "or", choices: partsOf(node).map((choice) => lowerPattern(reading, choice)) };
};

const lowerMapping: Lower = (reading, node) => {
  const keys = childrenOf(node, "key");
  const values = childrenOf(node, "value");
  const rest = partsOf(node).find(({ type }) => type === "splat_pattern");
  const restName = rest && partsOf(rest)[0];
  return {
    kind: "mapping",
    entries: keys.flatMap((key, index) => {
      const value = values[index];
      return value ? [{ key: lowerExpression(reading, key), pattern: lowerPattern(reading, value) }] : [];
    }),
    rest: restName && textOf(reading, restName),
  };
};

const lowerClassPattern: Lower = (reading, node) => {
  const [cls, ...args] = partsOf(node);
  if (cls === undefined) return unknownPattern(reading, node);
  const positional: Pattern[] = [];
  const named = new Map<string, Pattern>();
  for (const argument of args) {
    const inner = argument.type === "case_pattern" ? partsOf(argument)[0] : argument;
    const [name, value] = inner?.type === "keyword_pattern" ? partsOf(inner) : [];
    if (name && value) named.set(textOf(reading, name), lowerPattern(reading, value));
    else positional.push(lowerPattern(reading, argument));
  }
  return { kind: "class", cls: lowerExpression(reading, cls), positional, named };
};

const lowerAs: Lower = (reading, node) => {
  const [pattern, name] = partsOf(node);
  if (pattern === undefined || name === undefined) return unknownPattern(reading, node);
  return { kind: "as", pattern: lowerPattern(reading, pattern), name: textOf(reading, name) };
};

function unknownPattern(reading: Reading, node: Concrete): Pattern {
  const names = textOf(reading, node).match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
  return { kind: "unknown", names };
}

const TABLE: Readonly<Record<string, Lower>> = {
  case_pattern: lowerCasePattern,
  dotted_name: lowerName,
  identifier: lowerName,
  integer: lowerValue,
  float: lowerValue,
  string: lowerValue,
  concatenated_string: lowerValue,
  true: lowerValue,
  false: lowerValue,
  none: lowerValue,
  list_pattern: lowerSequence,
  tuple_pattern: lowerSequence,
  splat_pattern: lowerRest,
  union_pattern: lowerUnion,
  dict_pattern: lowerMapping,
  class_pattern: lowerClassPattern,
  as_pattern: lowerAs,
};
