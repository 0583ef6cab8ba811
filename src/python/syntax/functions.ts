/** Definitions of functions: parameters, bodies, and whether they yield. */
import type { Concrete } from "./concrete.ts";
import { lowerExpression } from "./expressions.ts";
import { childOf, partsOf, type Reading, rangeOf, textOf } from "./reading.ts";
import { lowerBlock } from "./statements.ts";
import type { Expression, FunctionSyntax, ParameterSyntax } from "./tree.ts";

export function lowerFunction(reading: Reading, node: Concrete): FunctionSyntax {
  const name = childOf(node, "name");
  const body = childOf(node, "body");
  const parameters = childOf(node, "parameters");
  return {
    name: name ? textOf(reading, name) : "",
    nameRange: rangeOf(reading, name ?? node),
    parameters: parameters ? lowerParameters(reading, parameters) : [],
    body: body ? lowerBlock(reading, body) : [],
    generator: body !== undefined && yields(body),
    ...rangeOf(reading, node),
  };
}

export function lowerLambda(reading: Reading, node: Concrete): Expression {
  const body = childOf(node, "body");
  const parameters = childOf(node, "parameters");
  const range = rangeOf(reading, node);
  const value = body && lowerExpression(reading, body);
  return {
    kind: "lambda",
    function: {
      name: "<lambda>",
      nameRange: { start: range.start, end: range.start + "lambda".length },
      parameters: parameters ? lowerParameters(reading, parameters) : [],
      body: value ? [{ kind: "return", value, start: value.start, end: value.end }] : [],
      generator: false,
      ...range,
    },
    ...range,
  };
}

function yields(node: Concrete): boolean {
  return node.children.some(
    (child) =>
      child.type === "yield" ||
      (child.type !== "function_definition" &&
        child.type !== "lambda" &&
        child.type !== "class_definition" &&
        yields(child)),
  );
}

/** Every parameter before a `/` can only be given by place, every one behind `*` only by name. */
function lowerParameters(reading: Reading, list: Concrete): ParameterSyntax[] {
  const parameters: ParameterSyntax[] = [];
  let kind: "either" | "named" = "either";
  for (const node of partsOf(list)) {
    if (node.type === "positional_separator") {
      parameters.forEach((before, index) => {
        parameters[index] = { ...before, kind: "positional" };
      });
    } else if (node.type === "keyword_separator") kind = "named";
    else {
      const parameter = lowerParameter(reading, node, kind);
      if (parameter.kind === "rest") kind = "named";
      parameters.push(parameter);
    }
  }
  return parameters;
}

function lowerParameter(reading: Reading, node: Concrete, kind: "either" | "named"): ParameterSyntax {
  const value = childOf(node, "value");
  const named = childOf(node, "name") ?? (node.type === "typed_parameter" ? partsOf(node)[0] : node) ?? node;
  const [word] = partsOf(named);
  const name = textOf(reading, word ?? named);
  if (named.type === "list_splat_pattern") return { name, kind: "rest", default: undefined };
  if (named.type === "dictionary_splat_pattern") return { name, kind: "namedRest", default: undefined };
  return { name, kind, default: value && lowerExpression(reading, value) };
}
