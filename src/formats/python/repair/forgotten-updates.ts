/**
 * Remedies for `channels`, which a loop hands to every layer as what comes in and forgets to set to what the layer gives: the
 * assignment behind the call.
 */
import { argumentsIn } from "./call-text.ts";
import { type LogicalLine, logicalLines } from "./logical-lines.ts";
import type { Change } from "./statements.ts";
import { matchesIn, textAt, type Written } from "./written.ts";

const INSERTED = 0.55;
const INDENTED = 0.45;

export function forgottenUpdates(body: Written): Change[] {
  const lines = logicalLines(body);
  return lines.flatMap((line, place) => {
    const loop = textAt(line.at).startsWith("for ") ? blockBehind(lines, place) : [];
    return loop.flatMap((inside) => updatesBehind(inside, loop, lines[place + 1 + loop.length]));
  });
}

/** The statements that stand farther to the right. */
function blockBehind(lines: readonly LogicalLine[], place: number): LogicalLine[] {
  const indent = lines[place]?.indent.length ?? 0;
  const end = lines.findIndex((line, index) => index > place && line.indent.length <= indent);
  return lines.slice(place + 1, end === -1 ? undefined : end);
}

function updatesBehind(line: LogicalLine, loop: readonly LogicalLine[], next: LogicalLine | undefined): Change[] {
  return pairsIn(line.at).flatMap(([name, given]) => {
    const sets = new RegExp(`^${name}\\s*[-+*/]*=(?!=)`);
    if (followersOf(line, loop).some(({ at }) => sets.test(textAt(at)))) return [];
    const { file } = line.at;
    const { end } = line.at.range;
    const added = {
      place: { file, range: { start: end, end } },
      text: `\n${line.indent}${name} = ${given}`,
      cost: INSERTED,
    };
    // It may stand behind the loop already.
    const moved = next && sets.test(textAt(next.at)) ? indented(next, line) : [];
    return [...moved, added];
  });
}

/** What is run behind it: nothing of another branch. */
function followersOf(line: LogicalLine, loop: readonly LogicalLine[]): LogicalLine[] {
  const behind = loop.slice(loop.indexOf(line) + 1);
  const isOther = ({ at, indent }: LogicalLine): boolean =>
    indent.length < line.indent.length && /^(elif|else)\b/.test(textAt(at));
  const end = behind.findIndex(isOther);
  return end === -1 ? behind : behind.slice(0, end);
}

function indented({ at, indent }: LogicalLine, like: LogicalLine): Change[] {
  const start = at.range.start - indent.length;
  return [{ place: { file: at.file, range: { start, end: at.range.start } }, text: like.indent, cost: INDENTED }];
}

/** A name and what follows it in a call: `Conv2d(channels, width, ...)`. */
function pairsIn(statement: Written): (readonly [name: string, given: string])[] {
  return matchesIn(statement, /\w(?=\()/g).flatMap(({ at }) => {
    const brackets = { file: at.file, range: { start: at.range.end, end: statement.range.end } };
    const [name = "", given = ""] = argumentsIn(brackets).map(textAt);
    const value = given.replace(/^\w+\s*=\s*(?!=)/, "");
    return /^[a-z_]\w*$/i.test(name) && /^[a-z_][\w.[\]]*$/i.test(value) && name !== value ? [[name, value]] : [];
  });
}
