/** What can stand left of `=`: names, attributes, items, and tuples of them. */
import type { Dim } from "../../tensor/dim.ts";
import { Native } from "../native.ts";
import type { Site } from "../site.ts";
import type { Target } from "../syntax/tree.ts";
import { formatShape } from "../tensors/answer.ts";
import { codes } from "../tensors/codes.ts";
import { tensorIn } from "../tensors/index.ts";
import { dimFrom } from "../tensors/sizes.ts";
import { List, Tuple, Unknown, type Value } from "../value.ts";
import { deleteAttribute } from "./attributes.ts";
import { evaluate } from "./expressions.ts";
import { type Frame, siteOf } from "./frame.ts";
import type { Interpreter } from "./interpreter.ts";
import { Iterator } from "./iterator.ts";
import { setName } from "./names.ts";
import { deleteItem, setItem } from "./set-item.ts";

export function assignTarget(run: Interpreter, frame: Frame, target: Target, value: Value): void {
  switch (target.kind) {
    case "name":
      setName(run, frame, target.name, value);
      return;
    case "attribute":
      run.setAttribute(evaluate(run, frame, target.object), target.name, value, siteOf(frame, target));
      return;
    case "subscript":
      setItem(
        run,
        evaluate(run, frame, target.object),
        evaluate(run, frame, target.index),
        value,
        siteOf(frame, target),
      );
      return;
    case "tuple":
    case "list":
      unpack(run, frame, target.items, value, target);
      return;
    case "starred":
      assignTarget(run, frame, target.value, value);
  }
}

function unpack(run: Interpreter, frame: Frame, targets: readonly Target[], value: Value, whole: Target): void {
  const site = siteOf(frame, whole);
  const items = run.iterate(value, site);
  const star = targets.findIndex(({ kind }) => kind === "starred");
  if (items === undefined) {
    reportClosed(run, value, targets.length, site);
    const reason = value instanceof Unknown ? value.reason : "what is unpacked here is not known";
    for (const target of targets) assignTarget(run, frame, target, new Unknown(reason));
    return;
  }
  const least = star === -1 ? targets.length : targets.length - 1;
  if (items.length < least || (star === -1 && items.length > least)) {
    reportUnpacking(run, value, { names: least, items, site });
    run.raise("ValueError", `expected ${least} values to unpack, got ${items.length}`, site);
  }
  const more = items.length - targets.length;
  targets.forEach((target, index) => {
    if (index === star) assignTarget(run, frame, target, new List(items.slice(index, index + more + 1)));
    else assignTarget(run, frame, target, items[star !== -1 && index > star ? index + more : index] as Value);
  });
}

interface Unpacking {
  readonly names: number;
  readonly items: readonly Value[];
  readonly site: Site;
}

/** Sizes, and tensors that a split gave: how many there are follows from shapes, so that a shape may be wrong. */
function reportUnpacking(run: Interpreter, value: Value, { names, items, site }: Unpacking): void {
  const tensors = items.flatMap((item) => tensorIn(item) ?? []);
  const areSizes = items.every((item) => dimFrom(item) !== undefined);
  const whole = tensorIn(value);
  const isRow = value instanceof List || value instanceof Iterator;
  const areGiven = value instanceof Tuple || (isRow && tensors.length > 0);
  if (run.tries > 0 || !(whole || areGiven) || items.length === 0) return;
  if (!areSizes && tensors.length < items.length) return;
  const kind = areSizes ? "sizes" : "tensors";
  const settings = new Map<string, Value>([
    ["names", names],
    ["values", items.length],
    ["sizes", areSizes && !whole ? value : null],
  ]);
  run.trace.report({
    code: codes.unpack,
    severity: "error",
    message: `${names} names are given ${items.length} ${kind}${areSizes ? `: ${formatShape(items as readonly Dim[])}` : ""}.`,
    site,
    call: {
      type: "unpack",
      module: undefined,
      inputs: whole ? [whole] : tensors,
      settings: (name) => ({ value: settings.get(name) ?? null, written: undefined }),
    },
  });
}

/** One tensor where there should be several. */
function reportClosed(run: Interpreter, value: Value, names: number, site: Site): void {
  const whole = tensorIn(value);
  const reason = value instanceof Native ? value.closed(run) : undefined;
  if (whole?.shape === undefined || reason === undefined || run.tries > 0) return;
  const message = `${names} names are given one tensor ${formatShape(whole.shape)}, ${reason}. Give it one name.`;
  const call = { type: "unpack", module: undefined, inputs: [whole] };
  run.trace.report({ code: codes.unpack, severity: "error", message, site, call });
}

export function deleteTarget(run: Interpreter, frame: Frame, target: Target): void {
  if (target.kind === "name") setName(run, frame, target.name, undefined);
  else if (target.kind === "attribute") deleteAttribute(run, evaluate(run, frame, target.object), target.name);
  else if (target.kind === "subscript") {
    deleteItem(run, evaluate(run, frame, target.object), evaluate(run, frame, target.index), siteOf(frame, target));
  } else if (target.kind === "tuple" || target.kind === "list") {
    for (const item of target.items) deleteTarget(run, frame, item);
  }
}
