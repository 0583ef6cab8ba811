/** Remedies for a number in a call that another call of the file has otherwise, while all else in both is the same. */
import type { SourceFile } from "../../../../python/site.ts";
import type { Proposal } from "../proposal.ts";
import { argumentsIn, valueIn } from "../source/call-text.ts";
import type { Leading } from "../source/leading.ts";
import { linesOf } from "../source/lines.ts";
import { matchesIn, rewritten, textAt, type Written } from "../source/written.ts";

const FARTHEST = 4;
/** Shorter calls are alike by chance. */
const FEWEST_ARGUMENTS = 3;
const MOST = 3;
const COST = -0.25;
/** As several other calls have it. */
const USUAL = 0.1;

/** Rows of tables differ as they like. */
const LITERAL = /^(?:\w+\s*=\s*)?(?:[\d.]+|True|False|None|["'].*["'])$/;

interface Call {
  readonly callee: string;
  readonly given: readonly Written[];
  readonly texts: readonly string[];
}

export function alikeCalls(leading: readonly Leading[]): Proposal[] {
  const near = leading.filter(({ distance }) => distance <= FARTHEST);
  return near.flatMap(({ line, distance }) =>
    callsIn(line).flatMap((call) => {
      const others = callsOf(line.file).filter(({ callee }) => callee === call.callee);
      const all = others.flatMap((other) => differences(call, other));
      return [...new Map(all)].slice(0, MOST).map(([key, [at, text]]) => {
        const isUsual = all.filter(([other]) => other === key).length > 1;
        return rewritten(at, text, COST + distance / 50 - (isUsual ? USUAL : 0));
      });
    }),
  );
}

const known = new WeakMap<SourceFile, readonly Call[]>();

function callsOf(file: SourceFile): readonly Call[] {
  const found = known.get(file) ?? linesOf(file).flatMap(callsIn);
  known.set(file, found);
  return found;
}

function callsIn(line: Written): Call[] {
  if (/^(?:def|class)\b/.test(textAt(line))) return [];
  return matchesIn(line, /[A-Za-z_][\w.]*(?=\()/g).flatMap(({ at }) => {
    const given = argumentsIn({ file: line.file, range: { start: at.range.end, end: line.range.end } });
    const texts = given.map(textAt);
    return given.length < FEWEST_ARGUMENTS || texts.every((text) => LITERAL.test(text))
      ? []
      : [{ callee: textAt(at), given, texts }];
  });
}

/** The only argument that differs, if both have a number there. */
function differences(call: Call, other: Call): (readonly [key: string, change: readonly [Written, string]])[] {
  if (call.texts.length !== other.texts.length) return [];
  const places = call.texts.flatMap((text, place) => (text === other.texts[place] ? [] : [place]));
  const [place = 0] = places;
  const [mine, theirs] = [call.given[place], other.given[place]];
  if (places.length !== 1 || mine === undefined || theirs === undefined) return [];
  const [at, text] = [valueIn(mine), textAt(valueIn(theirs))];
  const isSetting = textAt(mine).slice(0, -textAt(at).length) === textAt(theirs).slice(0, -text.length);
  if (!isSetting || !/^\d+$/.test(textAt(at)) || !/^\d+$/.test(text)) return [];
  return [[`${at.range.start} ${text}`, [at, text]]];
}
