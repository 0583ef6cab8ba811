/** `item in container`. */

import { PyClass } from "../py-class.ts";
import type { Site } from "../site.ts";
import { Dict, List, PySet, Unknown, type Value } from "../value.ts";
import { callSpecial, contentOf } from "./call.ts";
import type { Interpreter } from "./interpreter.ts";
import { keyOf } from "./keys.ts";

export function contains(run: Interpreter, container: Value, item: Value, site: Site): boolean | undefined {
  const own = callSpecial(run, container, "__contains__", [item], site);
  if (own !== undefined) return run.truth(own);
  const content = contentOf(container);
  if (content instanceof Unknown) return undefined;
  if (typeof content === "string") return typeof item === "string" ? content.includes(item) : undefined;
  if (content instanceof Dict || content instanceof PySet) return hasKey(content, item);
  if (content instanceof List && content.unknown !== undefined) return undefined;
  if (content instanceof PyClass) return undefined;
  const items = run.iterate(content, site);
  if (items === undefined) return undefined;
  const answers = items.map((one) => (one === item && !(item instanceof Unknown)) || run.equal(one, item));
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

function hasKey(container: Dict | PySet, item: Value): boolean | undefined {
  const key = keyOf(item);
  if (key === undefined) return undefined;
  const has = container instanceof Dict ? container.entries.has(key) : container.items.has(key);
  return has || container.unknown === undefined ? has : undefined;
}
