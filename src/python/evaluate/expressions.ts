/** What each expression is worth. */
import { type Argument, type Arguments, nothingNamed } from "../arguments.ts";
import type { ArgumentSyntax, CallExpression, DictItem, Expression } from "../syntax/tree.ts";
import { Dict, Float, List, PySet, Slice, Tuple, Unknown, type Value } from "../value.ts";
import { valueOfBoth } from "./branch.ts";
import { noteCall } from "./call.ts";
import { comprehend } from "./comprehensions.ts";
import { formatText } from "./format.ts";
import { type Frame, siteOf } from "./frame.ts";
import { frameCalls } from "./frame-calls.ts";
import { makeFunction } from "./functions.ts";
import type { Interpreter } from "./interpreter.ts";
import { keyOf } from "./keys.ts";
import { findName, setName } from "./names.ts";
import { compareValues, unaryValue } from "./operators.ts";
import { answerQuestions } from "./question.ts";
import { whyUnknown } from "./statements.ts";

export function evaluate(run: Interpreter, frame: Frame, node: Expression): Value {
  run.spend(1);
  switch (node.kind) {
    case "name":
      return valueOfName(run, frame, node);
    case "constant":
      return node.value;
    case "attribute":
      return run.attribute(evaluate(run, frame, node.object), node.name, siteOf(frame, node, node.nameRange));
    case "call":
      return evaluateCall(run, frame, node);
    case "binary":
      return run.binary(
        node.operator,
        evaluate(run, frame, node.left),
        evaluate(run, frame, node.right),
        siteOf(frame, node),
      );
    case "subscript":
      return run.item(evaluate(run, frame, node.object), evaluate(run, frame, node.index), siteOf(frame, node));
    case "tuple":
      return evaluateTuple(run, frame, node.items);
    case "list":
      return evaluateList(run, frame, node.items);
    case "compare":
      return evaluateComparison(run, frame, node);
    case "boolean":
      return evaluateBoolean(run, frame, node);
    case "conditional":
      return evaluateConditional(run, frame, node);
    default:
      return evaluateRare(run, frame, node);
  }
}

/** `None` is a value as well. */
function valueOfName(run: Interpreter, frame: Frame, node: Extract<Expression, { kind: "name" }>): Value {
  const value = findName(frame, node.name);
  if (value !== undefined) return value;
  return run.raise("NameError", `name '${node.name}' is not defined`, siteOf(frame, node));
}

function evaluateRare(run: Interpreter, frame: Frame, node: Expression): Value {
  switch (node.kind) {
    case "unary":
      return unaryValue(run, node.operator, evaluate(run, frame, node.operand), siteOf(frame, node));
    case "text":
      return formatText(run, frame, node.parts) ?? new Unknown("a part of the text is not known");
    case "dict":
      return evaluateDict(run, frame, node.items);
    case "set":
      return setOf(evaluateItems(run, frame, node.items));
    case "slice": {
      const bound = (part: Expression | undefined): Value => (part ? evaluate(run, frame, part) : null);
      return new Slice(bound(node.from), bound(node.to), bound(node.step));
    }
    case "lambda":
      return makeFunction(run, frame, node.function);
    case "comprehension":
      return comprehend(run, frame, node);
    case "walrus": {
      const value = evaluate(run, frame, node.value);
      setName(run, frame, node.name, value);
      return value;
    }
    case "yield":
      return evaluateYield(run, frame, node);
    case "await":
      return evaluate(run, frame, node.value);
    case "starred":
      return evaluate(run, frame, node.value);
    case "unknown":
      return new Unknown(node.reason);
    default:
      return new Unknown("this expression is not followed");
  }
}

/** `undefined`: a `*x` among them is not known. */
function evaluateItems(run: Interpreter, frame: Frame, nodes: readonly Expression[]): Value[] | undefined {
  const items: Value[] = [];
  let known = true;
  for (const node of nodes) {
    if (node.kind !== "starred") items.push(evaluate(run, frame, node));
    else {
      const more = run.iterate(evaluate(run, frame, node.value), siteOf(frame, node));
      if (more === undefined) known = false;
      for (const item of more ?? []) items.push(item);
    }
  }
  return known ? items : undefined;
}

const NOT_UNPACKED = "what `*` unpacks is not known";

/** How long it is matters, too: with an unknown part it is no tuple of one. */
function evaluateTuple(run: Interpreter, frame: Frame, nodes: readonly Expression[]): Value {
  const items = evaluateItems(run, frame, nodes);
  return items === undefined ? new Unknown(NOT_UNPACKED) : new Tuple(items);
}

function evaluateList(run: Interpreter, frame: Frame, nodes: readonly Expression[]): List {
  const items = evaluateItems(run, frame, nodes);
  return items === undefined ? new List([], NOT_UNPACKED) : new List(items);
}

function setOf(items: readonly Value[] | undefined): PySet {
  const set = new PySet(new Map(), items === undefined ? NOT_UNPACKED : undefined);
  for (const item of items ?? []) {
    const key = keyOf(item);
    if (key === undefined) set.unknown = "one of its items is not known";
    else set.items.set(key, item);
  }
  return set;
}

function evaluateDict(run: Interpreter, frame: Frame, items: readonly DictItem[]): Dict {
  const dict = new Dict();
  for (const { key, value } of items) {
    if (key === undefined) addAll(dict, evaluate(run, frame, value));
    else addEntry(dict, evaluate(run, frame, key), evaluate(run, frame, value));
  }
  return dict;
}

export function addEntry(dict: Dict, key: Value, value: Value): void {
  const text = keyOf(key);
  if (text === undefined) dict.unknown = "one of its keys is not known";
  else dict.entries.set(text, [key, value]);
}

function addAll(dict: Dict, other: Value): void {
  if (!(other instanceof Dict) || other.unknown !== undefined) dict.unknown = "what `**` unpacks is not known";
  if (other instanceof Dict) for (const [text, entry] of other.entries) dict.entries.set(text, entry);
}

function evaluateCall(run: Interpreter, frame: Frame, node: CallExpression): Value {
  const { callee } = node;
  const site = siteOf(frame, node, callee.kind === "attribute" ? callee.nameRange : callee);
  const ofFrame = callee.kind === "name" && node.arguments.length === 0 ? frameCalls.get(callee.name) : undefined;
  if (ofFrame) return ofFrame(frame);
  const target = evaluate(run, frame, callee);
  const args = evaluateArguments(run, frame, node.arguments);
  const value = run.call(target, args, site);
  noteCall(run, target, { site, args, value });
  return value;
}

export function evaluateArguments(run: Interpreter, frame: Frame, nodes: readonly ArgumentSyntax[]): Arguments {
  const positional: Argument[] = [];
  const named = nodes.some(({ kind }) => kind === "named" || kind === "doubleStar")
    ? new Map<string, Argument>()
    : undefined;
  let open = false;
  for (const { kind, name, value: node } of nodes) {
    const value = evaluate(run, frame, node);
    if (run.questions.length > 0) answerQuestions(run, frame, node, value);
    if (kind === "positional") positional.push({ value, written: writtenAt(frame, node, value) });
    else if (kind === "named") named?.set(name, { value, written: writtenAt(frame, node, value) });
    else if (kind === "star") {
      const items = run.iterate(value, siteOf(frame, node));
      if (items === undefined) open = true;
      for (const item of items ?? []) positional.push({ value: item, written: undefined });
    } else if (!named || !addNamed(run, frame, named, value, node)) open = true;
  }
  return { positional, named: named ?? nothingNamed, open };
}

/** Where an argument is written: a parameter that a function only hands on is written where the function is called. */
function writtenAt(frame: Frame, node: Expression, value: Value): Argument["written"] {
  const { file, offset } = frame;
  const handedOn = node.kind === "name" ? argumentNamed(frame, node.name) : undefined;
  if (handedOn?.written !== undefined && handedOn.value === value) return handedOn.written;
  return { file, range: { start: node.start + offset, end: node.end + offset } };
}

function argumentNamed({ function: callee, given }: Frame, name: string): Argument | undefined {
  const named = given?.named.get(name);
  if (named !== undefined || callee === undefined) return named;
  let place = 0;
  for (const parameter of callee.syntax.parameters) {
    if (parameter.kind !== "either" && parameter.kind !== "positional") continue;
    if (parameter.name === name) return given?.positional[place];
    place++;
  }
  return undefined;
}

function addNamed(
  run: Interpreter,
  frame: Frame,
  named: Map<string, Argument>,
  value: Value,
  node: Expression,
): boolean {
  if (isNoMapping(value)) return run.raise("TypeError", "argument after ** must be a mapping", siteOf(frame, node));
  if (!(value instanceof Dict)) return false;
  const given = isNamedRest(frame, node) ? frame.given?.named : undefined;
  for (const [key, item] of value.entries.values()) {
    if (typeof key !== "string") continue;
    const handedOn = given?.get(key);
    named.set(key, { value: item, written: handedOn?.value === item ? handedOn.written : undefined });
  }
  return value.unknown === undefined;
}

/** `**kwargs` of the function itself: what it hands on is written where it is called. */
function isNamedRest({ function: callee }: Frame, node: Expression): boolean {
  if (node.kind !== "name" || callee === undefined) return false;
  return callee.syntax.parameters.some(({ kind, name }) => kind === "namedRest" && name === node.name);
}

function isNoMapping(value: Value): boolean {
  const isPlain = value === null || /^(?:number|bigint|boolean|string)$/.test(typeof value);
  return isPlain || value instanceof Float || value instanceof List || value instanceof Tuple;
}

function evaluateComparison(run: Interpreter, frame: Frame, node: Extract<Expression, { kind: "compare" }>): Value {
  let left = evaluate(run, frame, node.first);
  let result: Value = true;
  for (const { operator, right: rightNode } of node.rest) {
    const right = evaluate(run, frame, rightNode);
    const next = compareValues(run, operator, left, right, siteOf(frame, node));
    const truth = node.rest.length === 1 ? true : run.truth(next);
    if (truth === false) return next;
    // An unknown part decides only if no later one is false.
    if (!(result instanceof Unknown)) result = next;
    left = right;
  }
  return result;
}

function evaluateBoolean(run: Interpreter, frame: Frame, node: Extract<Expression, { kind: "boolean" }>): Value {
  const left = evaluate(run, frame, node.left);
  const truth = run.truth(left);
  if (truth !== undefined) return truth === (node.operator === "and") ? evaluate(run, frame, node.right) : left;
  const right = valueOfBoth(
    run,
    frame,
    [() => evaluate(run, frame, node.right), () => left],
    whyUnknown(left, frame, node.left),
  );
  // `unknown and False` is false whatever the unknown is.
  return decidedByRight(run, frame, node) ?? right;
}

function decidedByRight(
  run: Interpreter,
  frame: Frame,
  { operator, right }: Extract<Expression, { kind: "boolean" }>,
): Value | undefined {
  if (right.kind !== "name" && right.kind !== "constant" && right.kind !== "attribute" && right.kind !== "compare")
    return undefined;
  const value = evaluate(run, frame, right);
  const truth = run.truth(value);
  return truth === (operator === "or") && typeof value === "boolean" ? value : undefined;
}

function evaluateConditional(
  run: Interpreter,
  frame: Frame,
  node: Extract<Expression, { kind: "conditional" }>,
): Value {
  const test = evaluate(run, frame, node.test);
  const truth = run.truth(test);
  if (truth !== undefined) return evaluate(run, frame, truth ? node.yes : node.no);
  const ways: [() => Value, () => Value] = [() => evaluate(run, frame, node.yes), () => evaluate(run, frame, node.no)];
  return valueOfBoth(run, frame, ways, whyUnknown(test, frame, node.test));
}

function evaluateYield(run: Interpreter, frame: Frame, node: Extract<Expression, { kind: "yield" }>): Value {
  const value = node.value ? evaluate(run, frame, node.value) : null;
  if (!node.from) frame.yields?.push(value);
  else
    for (const item of run.iterate(value, siteOf(frame, node)) ?? [new Unknown("what is yielded is not known")])
      frame.yields?.push(item);
  return new Unknown("what a generator is sent is not known");
}
