/** Remedies for one tensor that is given several names, and for several that are given one: `x, _ = layer(y)`, `x = data`. */
import { exchanged } from "../calls/exchanges.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { functionsAround, type Leading } from "../source/leading.ts";
import { linesWithin } from "../source/lines.ts";
import { bodyText, functionText } from "../source/scope.ts";
import { matchesIn, rewritten, textAt, type Written, within } from "../source/written.ts";

const costs = {
  wholeLine: -0.35,
  fewerNames: -0.3,
  allNames: -0.25,
  otherNames: -0.1,
  noIndex: -0.2,
  exchanged: 0.3,
  firstOnly: 0.4,
  leftOut: -0.4,
  unreadSize: 0,
} as const;
const FARTHEST = 4;
const NEAREST = 1;
const UNPACKING = /^((?:[a-z_]\w*\s*,\s*)+[a-z_]\w*)\s*=\s*(?=[^=\s])(.+)$/is;
const KEEPING = /^([a-z_]\w*)\s*=\s*([a-z_]\w*)$/i;

export function unpackings(leading: readonly Leading[]): Proposal[] {
  const inFunctions = functionsAround(leading, FARTHEST).flatMap((body) =>
    linesWithin(body).flatMap((line) => [...takenApart(line, body), ...keptWhole(line, body)]),
  );
  // At a file's top level much is taken apart that does not lead there.
  const near = leading.filter(({ line, distance }) => distance <= NEAREST && functionText(line) === undefined);
  return [...inFunctions, ...near.flatMap(({ line }) => takenApart(line, bodyText(line)))];
}

function takenApart(line: Written, body: Written): Proposal[] {
  const [, left = "", value = ""] = UNPACKING.exec(textAt(line)) ?? [];
  if (left === "") return [];
  const names = left.split(",").map((name) => name.trim());
  const at = within(line, { start: 0, end: left.length });
  const indices = [...(/\[-?\d\]$/.exec(value) ?? [])].map((index) => {
    const end = textAt(line).length;
    return rewritten(within(line, { start: end - index.length, end }), "", costs.noIndex, `Take out ${index}`);
  });
  return [
    ...forFewerNames(line, { at, names, value, body }),
    ...(functionText(line) ? forMoreNames({ at, names, value, body }) : []),
    ...indices,
    ...(/^\w+$/.test(value) ? turned(at) : []),
  ];
}

/** A shape with one axis more than there are names, of which nobody reads the size. */
export function sizesLeftOut({ settings }: WrongStep, leading: readonly Leading[]): Proposal[] {
  const [wanted, found] = [settings?.("names")?.value, settings?.("values")?.value];
  if (typeof wanted !== "number" || found !== wanted + 1) return [];
  return leading.flatMap(({ line, distance }) => {
    const [, left = "", value = ""] = UNPACKING.exec(textAt(line)) ?? [];
    const names = left.split(",").map((name) => name.trim());
    if (distance > 0 || names.length !== wanted || !/\.(?:shape|size\(\))$/.test(value)) return [];
    const at = within(line, { start: 0, end: left.length });
    // The samples are hardly the ones that nobody counts.
    return [...names, ""].map((_, place) =>
      rewritten(at, names.toSpliced(place, 0, "_").join(", "), costs.unreadSize + (place === 0 ? 1 : place / 20)),
    );
  });
}

/** Names that are given more than a list of the file holds, whose names are among them: `a, b, c = encode(x)` for `[a, c]`. */
export function namesLeftOut(leading: readonly Leading[]): Proposal[] {
  return leading.flatMap(({ line, distance }) => {
    const names = (UNPACKING.exec(textAt(line))?.[1] ?? "").split(",").map((name) => name.trim());
    if (distance > NEAREST || names.length < 2) return [];
    const whole = { file: line.file, range: { start: 0, end: line.file.text.length } };
    return matchesIn(whole, LISTED).flatMap(({ at }) => {
      const listed = textAt(at)
        .split(",")
        .map((name) => name.trim());
      const isPart =
        listed.length < names.length && names.filter((name) => listed.includes(name)).join() === listed.join();
      return isPart ? [rewritten(at, names.join(", "), costs.leftOut)] : [];
    });
  });
}

/** Between the brackets of a list of names, or behind `return`. */
const LISTED = /(?<=\[\s*|\breturn\s+)[a-z_]\w*(?:\s*,\s*[a-z_]\w*)*(?=\s*\]|\s*$)/gim;

interface Left {
  readonly at: Written;
  readonly names: readonly string[];
  readonly value: string;
  readonly body: Written;
}

/** Where some of the names are read behind the line, and the others are not. */
function forFewerNames(line: Written, { at, names, value, body }: Left): Proposal[] {
  const behind = body.file.text.slice(line.range.end, body.range.end);
  const read = names.filter((name) => name !== "_" && uses(behind, name)).join(", ");
  if (read === "" || read === names.join(", ")) return [];
  return read === value
    ? [rewritten(withMargin(line), "", costs.wholeLine, `Take out ${textAt(line)}`)]
    : [rewritten(at, read, costs.fewerNames)];
}

/** With the name that the function reads and nothing gives it, in each place. */
function forMoreNames({ at, names, body }: Left): Proposal[] {
  return namelessIn(body).flatMap(({ name, isElsewhere }) =>
    [...names, ""].map((_, place) =>
      rewritten(
        at,
        names.toSpliced(place, 0, name).join(", "),
        (isElsewhere ? costs.otherNames : costs.allNames) + place / 20,
      ),
    ),
  );
}

/** `y, x = data` */
function turned(at: Written): Proposal[] {
  const names = [...textAt(at).matchAll(/\w+/g)].map(({ 0: name, index }) =>
    within(at, { start: index, end: index + name.length }),
  );
  const [first, second] = names;
  return first !== undefined && second !== undefined && names.length === 2
    ? [exchanged(first, second, costs.exchanged)]
    : [];
}

/** The name that the function reads and nothing gives it, or none, beside the one that gets all. */
function keptWhole(line: Written, body: Written): Proposal[] {
  const [, name = "", value = ""] = KEEPING.exec(textAt(line)) ?? [];
  if (name === "" || name === value) return [];
  const at = within(line, { start: 0, end: name.length });
  const missing = namelessIn(body).filter(({ name: other, isElsewhere }) => !isElsewhere || other.length <= SHORT);
  return [
    ...missing.flatMap(({ name: other, isElsewhere }) =>
      [`${name}, ${other}`, `${other}, ${name}`].map((text, place) =>
        rewritten(at, text, (isElsewhere ? costs.otherNames : costs.allNames) + place / 10),
      ),
    ),
    rewritten(at, `${name}, _`, costs.firstOnly),
  ];
}

/** What is called is a function. */
const READ = /(?<![\w.])[a-z_]\w*(?![\w(.]|\s*=(?!=))/gi;
const GIVEN =
  /(?<![\w.])([a-z_]\w*)(?=\s*(?:,\s*[\w.]+\s*)*=(?!=))|(?:\bfor|\bas|\bdef|\bclass|\bimport)\s+([\w, ]+)/gi;

/** Names that a function reads and gives nothing. */
function namelessIn(body: Written): { readonly name: string; readonly isElsewhere: boolean }[] {
  const own = textAt(body).replaceAll(/"""[\s\S]*?"""|#.*$|"[^"\n]*"|'[^'\n]*'/gm, "");
  const [signature] = linesWithin(body);
  const local = new Set([...givenIn(own), ...((signature && textAt(signature).match(/\w+/g)) ?? [])]);
  const file = givenIn(body.file.text);
  const read = [...new Set(own.match(READ))].filter((name) => !local.has(name) && !WORDS.test(name));
  return read.map((name) => ({ name, isElsewhere: file.has(name) }));
}

/** Of names that the rest of the file has too only those are likely. */
const SHORT = 3;

function givenIn(text: string): Set<string> {
  return new Set([...text.matchAll(GIVEN)].flatMap(([whole]) => whole.match(/\w+/g) ?? []));
}

const WORDS =
  /^(?:self|True|False|None|return|in|is|not|and|or|if|elif|else|for|while|with|as|def|class|pass|lambda|raise|assert|yield|from|import|try|except|finally|break|continue|del|await|async)$/;

function uses(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w.])${name}(?!\\w)`).test(text);
}

/** With the white space and the line's end before it. */
function withMargin({ file, range }: Written): Written {
  const start = file.text.lastIndexOf("\n", range.start - 1);
  return { file, range: { start: Math.max(0, start), end: range.end } };
}
