/**
 * Remedies for an attribute that a class builds and that nothing calls any more: another one stands in its place, or the line that
 * called it is missing between those of its neighbours.
 */
import type { Proposal } from "../proposal.ts";
import { parameterNamesIn } from "../source/call-text.ts";
import { functionsAround, type Leading } from "../source/leading.ts";
import { bodyOf, classAround, functionHead, headsAround, lineAhead, lineBehind, linesWithin } from "../source/lines.ts";
import { functionText } from "../source/scope.ts";
import { matchesIn, rewritten, textAt, type Written } from "../source/written.ts";

const FARTHEST = 6;
const MOST = 4;
const costs = {
  inPlace: -0.45,
  bare: -0.7,
  /** Of a shortcut, which may go through nothing. */
  kept: -0.1,
  calledBeside: 0.5,
  /** The other one would be called nowhere then. */
  lastCall: 0.8,
  /** For each layer on the wrong side of it. */
  order: 0.1,
  ahead: -0.2,
  first: -0.1,
  behind: -0.18,
  /** Under a condition that asks for it. */
  asked: -0.35,
  /** As the line of a layer of its kind. */
  alike: -0.22,
} as const;

/** A class with what it builds, in its order, and what of that it does not call, each as `self.name`. */
interface Owner {
  readonly lines: readonly Written[];
  readonly built: readonly string[];
  readonly left: readonly string[];
}

export function leftAttributes(leading: readonly Leading[]): Proposal[] {
  const owners = new Map<Written, Owner>();
  for (const { line, distance } of leading) {
    const head = distance <= FARTHEST ? classAround(line) : undefined;
    if (head !== undefined && !owners.has(head)) owners.set(head, ownerOf(bodyOf(head)));
  }
  return [...owners].flatMap(([head, owner]) => {
    const near = leading.filter(({ line }) => classAround(line) === head);
    const others = owner.lines.flatMap((line) => othersIn(line, owner, distanceOf(line, near)));
    const lists = near.flatMap(({ line, distance }) => otherLists(line, owner, distance));
    return [...others, ...lists, ...missingLines(owner), ...askedLines(owner), ...firstLines(owner, near)];
  });
}

/** Of a line that leads to the mistake, or that stands in the same method as one. */
function distanceOf(line: Written, near: readonly Leading[]): number {
  const isBeside = (other: Written): boolean => functionHead(other) === functionHead(line);
  const beside = near.find((other) => isBeside(other.line));
  return near.find((other) => other.line === line)?.distance ?? (beside?.distance ?? FARTHEST) + 1;
}

const BUILT =
  /^(self\.\w+(?:,\s*self\.\w+)*)\s*(?::\s*[\w.]*Sequential$|(?::[^=]+)?=(?!=)\s*(?!(?:len|int|float|bool|str|dict|list|tuple|set|sum|max|min|round|partial|to_\w+|(?:\w+\.)*Parameter)\()[\w.]+\()/;
const METHOD =
  /^def (_?forward_\w+|_forward|_(?!init|reset|load)[a-z]\w*(?=\(self, \w+(?::[^,=]+)?\)))\(self,\s*(?!\*)\w+/;

/** A part that a class is handed. */
const HANDED = /^(self\.(\w+))\s*=\s*\2$/;

/** Of a line that gives several attributes what they are, all but the last. */
const OTHER_TARGETS = /^(?:self\.\w+,\s*)+(?=self\.\w+\s*=(?!=))/;

function ownerOf(lines: readonly Written[]): Owner {
  const texts = lines.filter((line) => !headsAround(line).some(isAside)).map(textAt);
  const whole = texts.map((text) => text.replace(OTHER_TARGETS, "")).join("\n");
  const made = texts.flatMap((text) => BUILT.exec(text)?.[1]?.split(/,\s*/) ?? []);
  const handed = texts.flatMap((text) => HANDED.exec(text)?.[1] ?? []);
  const built = [...new Set([...made, ...handed.filter((name) => whole.includes(`if ${name} is not None:`))])];
  const methods = texts.flatMap((text) => METHOD.exec(text)?.[1] ?? []).map((name) => `self.${name}`);
  const left = [...built, ...methods].filter((name) => isLeft(name, whole));
  return { lines, built: [...built, ...methods], left: left.length > MOST ? [] : left };
}

/** A method that speaks of layers without being a part of what a model does. */
export function isAside(head: Written): boolean {
  return /^def \w*(?:intermediate|as_sequential|prune|state_dict|init_weights|matcher|set_grad|classifier\b|weight_decay|load_|fuse)/.test(
    textAt(head),
  );
}

/** What is asked for an attribute of its own or for its class, or called in another way to save memory, is called nowhere for that. */
function isLeft(name: string, text: string): boolean {
  const uses = text.matchAll(
    new RegExp(
      `(\\b(?:checkpoint\\w*|(?:has|get)attr|isinstance)\\(\\s*)?(?<![\\w.])${name}(?!\\w|\\.\\w|\\s*(?::[^=\\n]+)?=(?!=)|:)(\\s+is (?:not )?None\\b)?`,
      "g",
    ),
  );
  return (
    [...uses].every(([, aside, asked]) => aside !== undefined || asked !== undefined) && !/_intermediates$/.test(name)
  );
}

const LIST = /^(self\.\w+)\s*(?::[^=]+)?=(?!=)\s*(?:nn\.)?ModuleList\(/;
const LOOP = /(?<=\bin\s+(?:\w+\()?)self\.\w+(?=[),:])/g;

/** In a loop's head a list of layers that no loop of its class runs over. */
function otherLists(line: Written, { lines }: Owner, distance: number): Proposal[] {
  const places = /^for\b/.test(textAt(line)) ? matchesIn(line, LOOP) : [];
  if (places.length === 0) return [];
  const looped = new Set(lines.flatMap((other) => textAt(other).match(/(?<=\bin\b.*)self\.\w+/g) ?? []));
  const lists = lines.flatMap((other) => LIST.exec(textAt(other))?.[1] ?? []).filter((name) => !looped.has(name));
  return places.flatMap(({ at }) => lists.map((name) => rewritten(at, name, costs.inPlace + distance / 20)));
}

/** In the place of each that a line calls, and where a line gives a name what it has. */
function othersIn(line: Written, owner: Owner, distance: number): Proposal[] {
  if (distance > FARTHEST) return [];
  const bare = matchesIn(line, /(?<=^([a-z_]\w*)\s*=\s*)[a-z_]\w*$/gi).flatMap(({ at, match }) =>
    owner.left.map((name) => {
      const cost = match[1] === match[0] ? costs.bare : costs.kept;
      return rewritten(at, `${name}(${textAt(at)})`, cost + distance / 20);
    }),
  );
  return [...bare, ...othersCalled(line, owner, distance)];
}

function othersCalled(line: Written, owner: Owner, distance: number): Proposal[] {
  return matchesIn(line, CALLED).flatMap(({ at }) => {
    const times = owner.lines.filter((other) => textAt(other).includes(`${textAt(at)}(`)).length;
    const cost = costs.inPlace + distance / 20 + (times === 1 ? costs.lastCall : 0);
    const left = owner.left.map((name) => rewritten(at, name, cost + costs.order * disorder(name, line, owner)));
    const again = times > 1 ? calledBeside(line, owner) : [];
    return [...left, ...again.map((name) => rewritten(at, name, costs.calledBeside + distance / 20))];
  });
}

/** What other lines of the method call. */
function calledBeside(line: Written, { lines }: Owner): string[] {
  const method = functionHead(line);
  const others = lines.filter((other) => other !== line && functionHead(other) === method);
  const own = textAt(line);
  const names = new Set(others.flatMap((other) => textAt(other).match(CALLED) ?? []));
  return [...names].filter((name) => !own.includes(`${name}(`)).slice(0, MOST);
}

const CALLED = /(?<![\w.])self\.\w+(?=\()/g;

/** How many layers a method calls on the other side of a line than they are built: they are built in their order as a rule. */
function disorder(name: string, line: Written, { lines, built }: Owner): number {
  const method = functionHead(line);
  const others = lines.filter((other) => other !== line && functionHead(other) === method);
  const isWrong = (called: string, isBefore: boolean): boolean =>
    built.includes(called) && built.indexOf(called) > built.indexOf(name) === isBefore;
  const wrong = others.flatMap((other) =>
    (textAt(other).match(CALLED) ?? []).filter((called) => isWrong(called, other.range.start < line.range.start)),
  );
  return Math.min(wrong.length, MOST);
}

/** `x = self.name(x)` behind the call of what is built before it, and ahead of that of what is built behind it. */
function missingLines({ lines, built, left }: Owner): Proposal[] {
  return left.flatMap((name) => {
    const place = built.indexOf(name);
    const before = built.slice(0, place).findLast((other) => callOf(other, lines));
    const behind = built.slice(place + 1).find((other) => callOf(other, lines));
    return [
      ...(behind === undefined
        ? []
        : aheadOf({ name, neighbour: behind, line: callOf(behind, lines) as Written, lines })),
      ...(before === undefined
        ? []
        : behindOf({ name, neighbour: before, line: callOf(before, lines) as Written, lines })),
    ];
  });
}

/** `identity = self.name(x)` under the condition that asks for it. */
function askedLines({ left, lines }: Owner): Proposal[] {
  return left.flatMap((name) => {
    const heads = lines.filter((line) => new RegExp(`^if ${name} is not None:$`).test(textAt(line)));
    return heads.flatMap((head) => {
      const first = bodyOf(head)[0] as Written;
      return callsUnder(head, name).map((added, place) => insertedAhead(first, added, costs.asked + place / 50));
    });
  });
}

/** For a name that was given another's value, and for the tensor that the method is handed. */
function callsUnder(head: Written, name: string): string[] {
  const method = functionHead(head);
  if (method === undefined) return [];
  const before = bodyOf(method).filter(({ range }) => range.start < head.range.start);
  const kept = before.flatMap((line) => {
    const [, target, source] = /^([a-z_]\w*)\s*=\s*([a-z_]\w*)$/i.exec(textAt(line)) ?? [];
    return target === undefined ? [] : [`${target} = ${name}(${source})`];
  });
  const tensor = parameterNamesIn(method)[1];
  return [...kept, ...(tensor ? [`${tensor} = ${name}(${tensor})`] : [])];
}

function insertedAhead(line: Written, added: string, cost: number): Proposal {
  const { place, text } = lineAhead(line, added);
  return rewritten(place, text, cost, `Add ${added}`);
}

/** `x = self.name(x)` at the beginning of a method that leads to the mistake, unless its first line hands `x` on itself. */
function firstLines({ left, lines }: Owner, near: readonly Leading[]): Proposal[] {
  const [only, ...others] = left.filter((name) => !lines.some((line) => textAt(line).includes(`${name}.`)));
  if (only === undefined || others.length > 0) return [];
  return functionsAround(near, FARTHEST).flatMap((body) => {
    const [head, ...inner] = linesWithin(body);
    const [, method, tensor] = /^def (\w+)\(self,\s*(\w+)/.exec(head ? textAt(head) : "") ?? [];
    const first = inner.find((line) => !/^["']/.test(textAt(line)));
    if (first === undefined || tensor === undefined || method === "__init__" || only === `self.${method}`) return [];
    if (textAt(first).includes(`(${tensor})`)) return [];
    return [insertedAhead(first, `${tensor} = ${only}(${tensor})`, costs.first)];
  });
}

/** The line that gives a tensor what an attribute makes of it. */
function callOf(name: string, lines: readonly Written[]): Written | undefined {
  const pattern = new RegExp(
    `^[a-z_]\\w*\\s*[-+*]?=(?!=)\\s*[^\\n]*(?<![\\w.])${name}\\(|^return\\s+${name}\\([a-z_]\\w*\\)`,
  );
  return lines.find((line) => pattern.test(textAt(line)));
}

function tensorOf(line: Written): string | undefined {
  return /^([a-z_]\w*)\s*[-+*]?=|^return\s+[\w.]+\(([a-z_]\w*)\)/
    .exec(textAt(line))
    ?.slice(1)
    .find((name) => name !== undefined);
}

/** An attribute that nothing calls, beside one that is built next to it and the line that calls that. */
interface Missing {
  readonly name: string;
  readonly neighbour: string;
  readonly line: Written;
  /** Of the class. */
  readonly lines: readonly Written[];
}

function aheadOf(missing: Missing): Proposal[] {
  const added = addedLine(missing);
  return added === undefined ? [] : [insertedAhead(missing.line, added, costs.ahead)];
}

function behindOf(missing: Missing): Proposal[] {
  const { name, neighbour, line } = missing;
  const added = addedLine(missing);
  if (added === undefined || /^return/.test(textAt(line))) return [];
  const { place, text } = lineBehind(line, added);
  return [rewritten(place, text, areAlike(name, neighbour) ? costs.alike : costs.behind, `Add ${added}`)];
}

function areAlike(name: string, other: string): boolean {
  return name.replace(/\d+$/, "") === other.replace(/\d+$/, "");
}

/** As the neighbour's line has it, where both differ in a number alone. */
function addedLine(missing: Missing): string | undefined {
  const { name, neighbour, line } = missing;
  const tensor = tensorOf(line);
  if (!areAlike(name, neighbour) || /^return/.test(textAt(line))) return tensor && `${tensor} = ${name}(${tensor})`;
  const added = textAt(line).replaceAll(new RegExp(`${neighbour}(?=\\()`, "g"), name);
  return added.replace(LAST_NUMBERED, (own) => continued(own, missing) ?? own);
}

/** The last argument where it ends with a number. */
const LAST_NUMBERED = /[a-z_]+\d+(?=\s*\)$)/i;

/** `x1` behind `up1(x, x3)` and `up2(x, x2)`. */
function continued(own: string, { name, neighbour, line, lines }: Missing): string | undefined {
  const before = numbered(neighbour, 2 * numberOf(neighbour) - numberOf(name));
  const earlier = callOf(before, lines);
  const other = earlier && LAST_NUMBERED.exec(textAt(earlier))?.[0];
  if (other === undefined || !areAlike(own, other)) return undefined;
  const next = numbered(own, 2 * numberOf(own) - numberOf(other));
  const method = functionText(line);
  return method && new RegExp(`^\\s*${next}\\s*=(?!=)`, "m").test(textAt(method)) ? next : undefined;
}

function numberOf(name: string): number {
  return Number(/\d*$/.exec(name)?.[0]);
}

function numbered(name: string, number: number): string {
  return name.replace(/\d+$/, String(number));
}
