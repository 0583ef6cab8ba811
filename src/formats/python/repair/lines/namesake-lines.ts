/**
 * Lines that do the same to one name after the other, as to queries, keys and values: one that does something else, and one that
 * is missing for a name that was given together with the others.
 */
import type { Proposal } from "../proposal.ts";
import { functionsAround, type Leading } from "../source/leading.ts";
import { lineBehind, linesWithin } from "../source/lines.ts";
import { rewritten, textAt, type Written } from "../source/written.ts";

const UNLIKE = -0.1;
const LEFT_OUT = -0.1;
const FARTHEST = 6;
const FEWEST = 2;

interface Renewed {
  readonly line: Written;
  readonly name: string;
  /** What is done to the name. */
  readonly pattern: string;
}

export function namesakeLines(leading: readonly Leading[]): Proposal[] {
  return functionsAround(leading, FARTHEST).flatMap((body) => {
    const lines = linesWithin(body);
    const renewed = lines.flatMap(renewedIn);
    return lines.flatMap((line) => togetherIn(line).flatMap((names) => oddOneOf(names, line, renewed)));
  });
}

/** `q = q.view(...)` */
function renewedIn(line: Written): Renewed[] {
  const [, name, given] = /^([a-z_]\w*)\s*=(?!=)\s*(.*)$/is.exec(textAt(line)) ?? [];
  if (name === undefined || given === undefined) return [];
  const pattern = given.replaceAll(namePattern(name), "#");
  return pattern === given ? [] : [{ line, name, pattern }];
}

function namePattern(name: string): RegExp {
  return new RegExp(String.raw`(?<![\w.])${name}(?!\w)`, "g");
}

/** `q, k, v = ...` */
function togetherIn(line: Written): string[][] {
  const names = /^([a-z_]\w*(?:\s*,\s*[a-z_]\w*)+)\s*=(?!=)/i.exec(textAt(line))?.[1];
  return names === undefined ? [] : [names.split(",").map((name) => name.trim())];
}

function oddOneOf(names: readonly string[], given: Written, renewed: readonly Renewed[]): Proposal[] {
  const first = names.flatMap(
    (name) => renewed.find((each) => each.name === name && each.line.range.start > given.range.start) ?? [],
  );
  const [usual] = first.filter(({ pattern }) => first.filter((other) => other.pattern === pattern).length >= FEWEST);
  if (usual === undefined) return [];
  const alike = first.filter(({ pattern }) => pattern === usual.pattern);
  if (alike.length !== names.length - 1) return [];
  const name = names.find((each) => alike.every((other) => other.name !== each)) as string;
  const text = `${name} = ${usual.pattern.replaceAll("#", name)}`;
  const unlike = first.find((each) => each.name === name);
  const before = alike.findLast((each) => names.indexOf(each.name) < names.indexOf(name)) ?? usual;
  const { place, text: added } = lineBehind(before.line, text);
  const other = unlike === undefined ? [] : [rewritten(unlike.line, text, UNLIKE)];
  return [...other, rewritten(place, added, LEFT_OUT + (unlike === undefined ? 0 : 0.1), `Add ${text}`)];
}
