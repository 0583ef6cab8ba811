/** Comprehensions and generator expressions. */
import type { Concrete } from "./concrete.ts";
import { inField, inner, type Lower, lowerExpression, unreadable } from "./expressions.ts";
import { childOf, childrenOf, isToken, type Reading, rangeOf } from "./reading.ts";
import type { ComprehensionClause, Expression } from "./tree.ts";

export function comprehension(makes: "list" | "set" | "dict" | "generator"): Lower {
  return (reading, node) => {
    const body = childOf(node, "body");
    const range = rangeOf(reading, node);
    if (body === undefined) return unreadable(reading, node);
    const clauses = clausesOf(reading, node);
    if (makes !== "dict") {
      return {
        kind: "comprehension",
        makes,
        element: lowerExpression(reading, body),
        value: undefined,
        clauses,
        ...range,
      };
    }
    const element = inField(reading, body, "key");
    return { kind: "comprehension", makes, element, value: inField(reading, body, "value"), clauses, ...range };
  };
}

function clausesOf(reading: Reading, node: Concrete): ComprehensionClause[] {
  const clauses: { target: Expression; iterable: Expression; conditions: Expression[] }[] = [];
  for (const child of node.children) {
    if (child.type === "for_in_clause") {
      clauses.push({ target: inField(reading, child, "left"), iterable: iterableOf(reading, child), conditions: [] });
    } else if (child.type === "if_clause") clauses.at(-1)?.conditions.push(inner(reading, child));
  }
  return clauses;
}

/** `for x in 1, 2` of old Python has several. */
function iterableOf(reading: Reading, node: Concrete): Expression {
  const items = childrenOf(node, "right").filter((child) => !isToken(child));
  const [first] = items;
  if (items.length === 1 && first) return lowerExpression(reading, first);
  return { kind: "tuple", items: items.map((item) => lowerExpression(reading, item)), ...rangeOf(reading, node) };
}
