/** `def` and `class` as statements, with their decorators. A class's own statements are parts that can be used again. */
import type { Concrete } from "./concrete.ts";
import { lowerArguments, lowerExpression } from "./expressions.ts";
import { lowerFunction } from "./functions.ts";
import { childOf, partsOf, type Reading, rangeOf, textOf } from "./reading.ts";
import { lowerStatement } from "./statements.ts";
import type { ClassStatement, Expression, FunctionStatement, Part, Statement } from "./tree.ts";

export function lowerFunctionStatement(reading: Reading, node: Concrete): FunctionStatement {
  return { kind: "function", function: lowerFunction(reading, node), decorators: [], ...rangeOf(reading, node) };
}

export function lowerClass(reading: Reading, node: Concrete): ClassStatement {
  const name = childOf(node, "name");
  const bases = childOf(node, "superclasses");
  const body = childOf(node, "body");
  return {
    kind: "class",
    name: name ? textOf(reading, name) : "",
    nameRange: rangeOf(reading, name ?? node),
    bases: bases ? lowerArguments(reading, bases) : [],
    decorators: [],
    body: body ? lowerParts(reading, body) : [],
    ...rangeOf(reading, node),
  };
}

export function lowerParts(reading: Reading, node: Concrete): Part[] {
  return partsOf(node).map((child) => {
    const statement = child.known ?? lowerStatement({ ...reading, base: child.start }, child);
    if (!child.broken)
      reading.known.set(reading.text.slice(child.start, child.textEnd), { type: child.type, statement });
    return { offset: child.start - reading.base, statement };
  });
}

export function lowerDecorated(reading: Reading, node: Concrete): Statement {
  const definition = childOf(node, "definition");
  const decorators = node.children
    .filter(({ type }) => type === "decorator")
    .map((child) => decoratorOf(reading, child));
  const range = rangeOf(reading, node);
  if (definition?.type === "class_definition") return { ...lowerClass(reading, definition), decorators, ...range };
  if (definition?.type === "function_definition") {
    return { ...lowerFunctionStatement(reading, definition), decorators, ...range };
  }
  return { kind: "pass", ...range };
}

function decoratorOf(reading: Reading, node: Concrete): Expression {
  const [value] = partsOf(node);
  return value
    ? lowerExpression(reading, value)
    : { kind: "unknown", reason: "the decorator is not readable", ...rangeOf(reading, node) };
}
