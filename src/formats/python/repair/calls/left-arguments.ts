/**
 * Remedies for an argument that a call leaves out, which the function has a default for: what is called alike where the call stands,
 * as `embed_dim=embed_dim`, and a switch the other way round.
 */

import type { Site } from "../../../../python/site.ts";
import { codes } from "../../../../python/tensors/codes.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { argumentsIn, bracketsOf, callSite, isByPlace, parametersIn } from "../source/call-text.ts";
import { functionHead, linesOf } from "../source/lines.ts";
import { type Reached, withItself } from "../source/reach.ts";
import { functionText } from "../source/scope.ts";
import { unreadAround } from "../source/unread-names.ts";
import { rewritten, textAt, type Written } from "../source/written.ts";

const FARTHEST = 4;
const DEEPEST = 4;
const costs = { unread: -0.3, alike: 0.1, switchOfAxes: 0.3, switched: 0.5 } as const;
const OF_AXES: readonly string[] = [codes.rank, codes.axis, codes.unpack];

export function leftArguments(code: string, wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  const near = withItself(wrong, before).filter(({ distance }) => distance <= FARTHEST);
  const seen = new Set<Site>();
  return near.flatMap(({ step, distance }) =>
    [step.module?.site, step.site].flatMap((site) =>
      callsAround(site, seen).flatMap(({ head, call }, depth) =>
        leftIn(head, call, code).map(({ fix, cost }) => ({ fix, cost: cost + (distance + depth) / 20 })),
      ),
    ),
  );
}

interface Called {
  readonly head: Written;
  readonly call: Written;
}

/** The functions around a place with the calls that led into them, each call once. */
function callsAround(site: Site | undefined, seen: Set<Site>): Called[] {
  const found: Called[] = [];
  for (let [at, depth] = [site, 0]; at?.caller !== undefined && depth < DEEPEST; [at, depth] = [at.caller, depth + 1]) {
    const head = functionHead(at);
    const call = callSite(at.caller);
    if (head === undefined || call === undefined || call.file.isDescribed || seen.has(call)) continue;
    seen.add(call);
    found.push({ head, call: bracketsOf(call) });
  }
  return found;
}

/** `name` with its default. */
const WITH_DEFAULT = /^(\w+)\s*(?::[^=]+)?=\s*(.+)$/s;

function leftIn(head: Written, call: Written, code: string): Proposal[] {
  const given = argumentsIn(call);
  const texts = given.map(textAt);
  if (texts.some((text) => /^\*(?!\*)/.test(text))) return [];
  const byPlace = texts.filter(isByPlace).length;
  const parameters = parametersIn(head)
    .map(textAt)
    .filter((text) => !/^(?:self|cls)\b/.test(text));
  const bare = parameters.indexOf("*");
  return parameters.flatMap((parameter, place) => {
    const [, name, value = ""] = WITH_DEFAULT.exec(parameter) ?? [];
    const isPlaced = place < byPlace && (bare === -1 || place < bare);
    if (name === undefined || isPlaced || texts.some((text) => new RegExp(`^${name}\\s*=(?!=)`).test(text))) return [];
    return valuesFor(name, value, call, code).map(([text, cost]) => added(given, call, `${name}=${text}`, cost));
  });
}

function valuesFor(
  name: string,
  value: string,
  call: Written,
  code: string,
): (readonly [text: string, cost: number])[] {
  const isKnown = namesAround(call).has(name) && name !== "device" && name !== "dtype";
  const alike = isKnown ? [[name, unreadAround(call).includes(name) ? costs.unread : costs.alike] as const] : [];
  const other = value === "True" ? "False" : value === "False" ? "True" : undefined;
  const cost = OF_AXES.includes(code) ? costs.switchOfAxes : costs.switched;
  return [...alike, ...(other === undefined ? [] : [[other, cost] as const])];
}

/** What the function around a call is handed or gives a name, or the file before it. */
function namesAround(call: Written): ReadonlySet<string> {
  const body = functionText(call);
  if (body === undefined) return givenBefore(call);
  const text = textAt(body);
  return new Set(text.match(/(?<=[(,]\s*)[a-z_]\w*(?=\s*[,:)=])|(?<=^[ \t]+)[a-z_]\w*(?=\s*=(?!=))/gim));
}

/** By the lines of the file's top level, and of its `if` and `for`. */
function givenBefore({ file, range }: Written): ReadonlySet<string> {
  const lines = linesOf(file).filter((line) => line.range.start < range.start && functionHead(line) === undefined);
  return new Set(lines.flatMap((line) => /^([a-z_]\w*)\s*=(?!=)/i.exec(textAt(line))?.[1] ?? []));
}

/** Behind the last argument that is not unpacked. */
function added(given: readonly Written[], call: Written, text: string, cost: number): Proposal {
  const last = given.findLast((argument) => !textAt(argument).startsWith("*"));
  const at = last?.range.end ?? call.range.start + 1;
  const place = { file: call.file, range: { start: at, end: at } };
  const separator = last === undefined && given.length > 0 ? [text, ", "] : last === undefined ? [text] : [", ", text];
  return rewritten(place, separator.join(""), cost, `Add ${text}`);
}
