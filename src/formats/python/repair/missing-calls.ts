/** Remedies for a layer that is built and never called, before the one that goes wrong: the line of a layer of its kind, once more. */
import { calleeOf, callSite } from "./call-text.ts";
import { logicalLines } from "./logical-lines.ts";
import type { Proposal, WrongStep } from "./proposal.ts";
import { functionText } from "./scope.ts";
import { rewritten, textAt } from "./written.ts";

/** What is built and not called is likelier forgotten than the next layer is wrong. */
const FORGOTTEN = -0.1;

export function missingCalls({ site, handed }: WrongStep): Proposal[] {
  const call = callSite(site);
  const body = call && functionText(call);
  if (call === undefined || body === undefined || handed === undefined) return [];
  const { file } = call;
  const own = calleeOf(call);
  const built = [...file.text.matchAll(/^[ \t]+(self\.\w+)[ \t]*=[ \t]*(?:nn\.)?[A-Z]\w*\(/gm)].map(
    ([, name = ""]) => name,
  );
  const unused = [...new Set(built)].filter((name) => file.text.split(new RegExp(`${name}(?!\\w)`)).length === 2);
  return unused.flatMap((name) => {
    const stem = name.replace(/\d+$/, "");
    const alike = logicalLines(body).filter(({ at }) => new RegExp(`${stem}\\d+\\(`).test(textAt(at)));
    const like = alike.findLast(({ at }) => at.range.end <= call.range.start && !textAt(at).includes(`${own}(`));
    const wrapped = rewritten(handed, `${name}(${textAt(handed)})`, FORGOTTEN + 0.1, `Call ${name} before it`);
    if (like === undefined) return [wrapped];
    const line = textAt(like.at).replaceAll(new RegExp(`${stem}\\d+(?=\\()`, "g"), name);
    const end = { file, range: { start: like.at.range.end, end: like.at.range.end } };
    return [rewritten(end, `\n${like.indent}${line}`, FORGOTTEN, `Add ${line} behind it`), wrapped];
  });
}
