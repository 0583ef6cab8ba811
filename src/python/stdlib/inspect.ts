/** `inspect`: what a function's parameters are called and how they are handed over. */
import { Builtin, PyFunction } from "../callables.ts";
import { PyClass } from "../py-class.ts";
import { Dict, Instance, type Module, Unknown, type Value } from "../value.ts";
import { moduleOf } from "./module-of.ts";
import { argument } from "./read-arguments.ts";

const kinds = {
  positional: "POSITIONAL_ONLY",
  either: "POSITIONAL_OR_KEYWORD",
  rest: "VAR_POSITIONAL",
  named: "KEYWORD_ONLY",
  namedRest: "VAR_KEYWORD",
} as const;

const kindNames = Object.values(kinds).map((name, index): [string, Value] => [name, index]);
const empty = new PyClass("_empty", [], new Map());
const parameterClass = new PyClass("Parameter", [], new Map([...kindNames, ["empty", empty]]));
const signatureClass = new PyClass("Signature", [], new Map([["empty", empty]]));

/** Through the wrappers that `functools.wraps` marks. */
function unwrapped(value: Value | undefined): PyFunction | undefined {
  if (!(value instanceof PyFunction)) return undefined;
  return unwrapped(value.attributes.get("__wrapped__")) ?? value;
}

const signature = new Builtin("signature", (_run, args, site) => {
  const callee = unwrapped(argument(args, 0));
  if (callee === undefined) return new Unknown("the signature is not known");
  const parameters = callee.syntax.parameters.map(({ name, kind }) => {
    const parameter = new Instance(parameterClass, site);
    parameter.attributes.set("name", name);
    parameter.attributes.set("kind", Object.values(kinds).indexOf(kinds[kind]));
    parameter.attributes.set("default", callee.defaults.get(name) ?? empty);
    return [`s${name}`, [name, parameter] as const] as const;
  });
  const made = new Instance(signatureClass, site);
  made.attributes.set("parameters", new Dict(new Map(parameters)));
  return made;
});

function asks(name: string, answer: (value: Value) => boolean): Builtin {
  return new Builtin(name, (_run, args) => {
    const value = argument(args, 0);
    return value === undefined || value instanceof Unknown ? new Unknown("what it is is not known") : answer(value);
  });
}

export function inspectModule(): Module {
  return moduleOf("inspect", [
    signature,
    asks("isclass", (value) => value instanceof PyClass),
    asks("isfunction", (value) => value instanceof PyFunction),
    ["Parameter", parameterClass],
    ["Signature", signatureClass],
    ["_empty", empty],
  ]);
}
