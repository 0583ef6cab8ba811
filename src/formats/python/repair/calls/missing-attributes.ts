/**
 * Remedies for an attribute that a class reads and never gives itself: its parameter of that name, what another class or a sibling of
 * it is built as, a list that is filled, or what is asked for.
 */
import { codes } from "../../../../python/tensors/codes.ts";
import type { Problem } from "../../../../python/trace.ts";
import type { Proposal } from "../proposal.ts";
import { parameterNamesIn } from "../source/call-text.ts";
import { bodyOf, classAround, headsAround, indentOf, lineAhead, lineAt, lineBehind, linesOf } from "../source/lines.ts";
import { functionText } from "../source/scope.ts";
import { rewritten, textAt, type Written } from "../source/written.ts";

const costs = {
  parameter: -0.3,
  filled: -0.2,
  elsewhere: 0.1,
  sibling: 0.2,
  asked: 0.5,
  alike: 0.6,
  place: 0.05,
  inLine: 0.05,
  inFunction: 0.4,
} as const;
const MOST_ALIKE = 8;

/** A class that builds itself. */
interface Built {
  readonly name: string;
  readonly init: Written;
  readonly body: readonly Written[];
}

export function missingAttributes({ code, site }: Problem): Proposal[] {
  const line = code === codes.attribute ? lineAt(site) : undefined;
  const head = line && classAround(line);
  const name = site.file.text.slice(site.anchor.start, site.anchor.end);
  const init = head && bodyOf(head).find((other) => /^def __init__\(/.test(textAt(other)));
  if (init === undefined || !/^\w+$/.test(name) || textAt(site) !== `self.${name}`) return [];
  const built = { name, init, body: bodyOf(init) };
  return [...others(site, name), ...(isGiven(built) ? [] : additions(built))];
}

/** Somewhere, and too late. */
function isGiven({ name, init: { file } }: Built): boolean {
  return new RegExp(`^[ \\t]+[^=\\n(]*\\bself\\.${name}\\b[^=\\n(]*=(?!=)`, "m").test(file.text);
}

function additions(built: Built): Proposal[] {
  const values = new Map<string, number>();
  for (const [text, cost] of valuesFor(built)) if (!values.has(text)) values.set(text, cost);
  return [...values].flatMap(([text, cost]) => added(built, text, cost));
}

const MOST_OTHERS = 12;

/** Another attribute in its place: what stands in the same line rather than in the same function. */
function others(site: Written, name: string): Proposal[] {
  const [line, body] = [lineAt(site), functionText(site)];
  if (line === undefined || body === undefined) return [];
  const namesIn = (place: Written): string[] => [...textAt(place).matchAll(OTHER)].map(([, other = ""]) => other);
  const here = new Set(namesIn(line));
  const all = [...new Set([...here, ...namesIn(body)])].filter((other) => other !== name);
  return all.slice(0, MOST_OTHERS).map((other, place) => {
    const cost = here.has(other) ? costs.inLine : costs.inFunction;
    return rewritten(site, `self.${other}`, cost + place / 50);
  });
}

const OTHER = /(?<![\w.])self\.([a-z_]\w*)(?![\w(])/gi;

type Costed = readonly [text: string, cost: number];

function valuesFor(built: Built): Costed[] {
  const { name, init } = built;
  const names = parameterNamesIn(init);
  return [
    ...(names.includes(name) ? [[name, costs.parameter] as const] : []),
    ...filled(built),
    ...elsewhere(built),
    ...alike(built),
    ...asked(built),
  ];
}

/** Lists are filled one by one. */
function filled({ name, init: { file } }: Built): Costed[] {
  const isFilled = new RegExp(`\\bself\\.${name}\\.(?:append|extend|add_module)\\(`).test(file.text);
  return isFilled
    ? ["nn.ModuleList()", "[]", "nn.Sequential()"].map((text, place) => [text, costs.filled + costs.place * place])
    : [];
}

/** As the file builds an attribute of that name in another place, and one whose name differs in a number or letter at its end. */
function elsewhere({ name, init: { file } }: Built): Costed[] {
  return linesOf(file).flatMap((line): Costed[] => {
    const [, other, value = ""] = ATTRIBUTE.exec(textAt(line)) ?? [];
    if (other === name) return [[value, costs.elsewhere]];
    const isSibling = other !== undefined && other.length === name.length && other.slice(0, -1) === name.slice(0, -1);
    return isSibling ? [[value, costs.sibling]] : [];
  });
}

const ATTRIBUTE = /^self\.(\w+)\s*(?::[^=]+)?=(?!=)\s*(.+)$/s;

/** As another layer of the class, if it fits. */
function alike({ name, init, body }: Built): Costed[] {
  if (!new RegExp(`\\bself\\.${name}\\(`).test(init.file.text)) return [];
  const values = body.flatMap((line) => ATTRIBUTE.exec(textAt(line))?.[2] ?? []);
  const layers = values.filter((value) => /^(?!nn\.Parameter)[\w.]+\(/.test(value));
  const plain = [...new Set([...layers, "nn.Identity()"])].slice(-MOST_ALIKE);
  return plain.toReversed().map((value, place) => [value, costs.alike + costs.place * place]);
}

function asked({ name, init: { file } }: Built): Costed[] {
  const found = new RegExp(`\\bself\\.${name} is (?:not )?None\\b`).test(file.text) ? "None" : undefined;
  const isSwitch = new RegExp(`\\bif (?:not )?self\\.${name}\\b(?!\\.)`).test(file.text) ? "False" : undefined;
  return [found, isSwitch].flatMap((text) => (text === undefined ? [] : [[text, costs.asked] as const]));
}

/** Where a class gives itself what it was handed, and at the end of its construction; always before it is read there. */
function added({ name, init, body }: Built, value: string, cost: number): Proposal[] {
  const text = `self.${name} = ${value}`;
  const own = body.filter((line) => indentOf(line) === indentOf(body[0] as Written));
  const reader = own.find((line) => new RegExp(`\\bself\\.${name}\\b`).test(partOf(line, body)));
  const start = own.find((line) => /^super\(.*\)\.__init__\(/.test(textAt(line)));
  const siblings = own.filter((line) => /^self\.(\w+)\s*=\s*\1$/.test(textAt(line)));
  const sibling = value === name ? siblings.findLast((line) => isGivenBefore(line, name, init)) : undefined;
  const first = sibling ?? start;
  const last = body.at(-1);
  const isEarly = value === name || reader !== undefined;
  const places = [
    ...(first === undefined || !isEarly ? [] : [lineBehind(first, text)]),
    ...(reader === undefined ? (last === undefined ? [] : [atEnd(own, last, text)]) : [lineAhead(reader, text)]),
  ];
  return places.map(({ place, text: written }, index) =>
    rewritten(place, written, cost + index / 100, `Add ${text.replace(/\s+/g, " ")}`),
  );
}

/** A line with what stands under it. */
function partOf(line: Written, body: readonly Written[]): string {
  return [line, ...body.filter((other) => headsAround(other).includes(line))].map(textAt).join("\n");
}

function isGivenBefore(line: Written, name: string, init: Written): boolean {
  const other = /^self\.(\w+)/.exec(textAt(line))?.[1] ?? "";
  const names = parameterNamesIn(init);
  return names.indexOf(other) < names.indexOf(name);
}

/** As far to the left as the constructor's own lines. */
function atEnd(own: readonly Written[], last: Written, text: string): ReturnType<typeof lineBehind> {
  const margin = " ".repeat(indentOf(own[0] as Written));
  const { place } = lineBehind(last, text);
  return { place, text: `\n${margin}${text}` };
}
