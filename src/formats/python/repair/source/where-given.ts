/** Where a value that a name stands for is written down, through assignments, attributes, arguments and defaults. */
import type { Site } from "../../../../python/site.ts";
import { argumentsIn, bracketsOf, callSite, isByPlace, parameterNamesIn } from "./call-text.ts";
import { functionHead, linesOf } from "./lines.ts";
import { assignmentsAround, assignmentsInFile, defaultOf } from "./scope.ts";
import { isInside, textAt, type Written, within } from "./written.ts";

const DEEPEST = 8;

/** `site` is the call in which the name stands; the place itself, where it is no name or nothing is found. */
export function whereGiven(place: Written, site: Site | undefined): Written {
  return wayGiven(place, site).at(-1) ?? place;
}

/** All places on the way there: what handed the name on, and what handed that on. */
export function wayGiven(place: Written, site: Site | undefined): Written[] {
  const way: Written[] = [];
  let [at, call] = [place, callAround(place, site)];
  for (let depth = 0; depth < DEEPEST && /^(?:self\.)?[a-z_]\w*$/i.test(textAt(at)); depth++) {
    const assigned = [...assignmentsAround(at), ...attributes(at), ...assignmentsInFile(at)][0];
    const handed = assigned ? undefined : argumentFor(at, call?.caller);
    const next = assigned ?? handed ?? defaultOf(at);
    if (next === undefined) break;
    if (handed) call = call?.caller;
    at = unwrapped(next);
    way.push(at);
  }
  return way;
}

/** `rate` in `float(rate)`. */
function unwrapped(place: Written): Written {
  const [whole, lead = "", name] = /^((?:int|float)\()([a-z_]\w*)\)$/i.exec(textAt(place)) ?? [];
  return whole === undefined || name === undefined
    ? place
    : within(place, { start: lead.length, end: lead.length + name.length });
}

/** Of the calls that led to a site the one in whose brackets the place is written, as it may have been handed on already. */
function callAround(place: Written, site: Site | undefined): Site | undefined {
  for (let call = site; call !== undefined; call = call.caller)
    if (call.file === place.file && isInside(place, call)) return call;
  return site;
}

function attributes(at: Written): Written[] {
  const name = textAt(at);
  if (!name.startsWith("self.")) return [];
  return linesOf(at.file).flatMap((line) => {
    const lead = /^(self\.\w+)\s*=(?!=)\s*/.exec(textAt(line));
    return lead?.[1] === name ? [within(line, { start: lead[0].length, end: textAt(line).length })] : [];
  });
}

/** What a call hands to the parameter of the function around a place. */
function argumentFor(at: Written, caller: Site | undefined): Written | undefined {
  const call = callSite(caller);
  const head = functionHead(at);
  if (call === undefined || head === undefined || call.file.isDescribed) return undefined;
  const name = textAt(at);
  const given = argumentsIn(bracketsOf(call));
  const named = given.find((argument) => new RegExp(`^${name}\\s*=(?!=)`).test(textAt(argument)));
  if (named) return within(named, { start: textAt(named).search(/=\s*/) + 1, end: textAt(named).length });
  const names = parameterNamesIn(head);
  const found = given[names.filter((each) => each !== "self").indexOf(name)];
  return found && isByPlace(textAt(found)) ? found : undefined;
}
