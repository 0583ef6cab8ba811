/** Which proposals of names and calculations are worth a run: those that are worth what is needed, as one run of the text tells. */
import type { Range } from "../../../graph/graph.ts";
import type { Question } from "../../../python/evaluate/question.ts";
import { Unknown } from "../../../python/value.ts";
import type { Proposal } from "./proposal.ts";

/** Of fewer each is tried. */
const FEWEST = 1;
/** How much likelier a name is that is worth just what is needed, and how likely it is at most. */
const FOUND = 0.5;
const LEAST = 0.3;

/** Whether a run is worth it. */
export function areAsked(proposals: readonly Proposal[]): boolean {
  return proposals.filter(({ worth }) => worth !== undefined).length > FEWEST;
}

/** `ask` runs the text as it is. */
export function worthTrying(
  proposals: readonly Proposal[],
  path: string,
  ask: (questions: readonly Question[]) => void,
): readonly Proposal[] {
  if (!areAsked(proposals)) return proposals;
  const questions = questionsOf(proposals, path);
  ask([...questions.values()]);
  const left = proposals.flatMap((proposal) => judged(proposal, questions) ?? []);
  return left.sort((a, b) => a.cost - b.cost);
}

function questionsOf(proposals: readonly Proposal[], path: string): Map<string, Question> {
  const questions = new Map<string, Question>();
  for (const { worth, fix } of proposals) {
    const [edit] = fix.edits;
    if (worth === undefined || edit === undefined || edit.file.path !== path) continue;
    const key = keyOf(edit.range);
    const known = questions.get(key);
    const texts = new Set([...(known?.texts ?? []), edit.text]);
    questions.set(key, { path, range: edit.range, texts: [...texts], answers: [] });
  }
  return questions;
}

function keyOf({ start, end }: Range): string {
  return `${start} ${end}`;
}

/** `undefined`: it is worth something else. */
function judged(proposal: Proposal, questions: ReadonlyMap<string, Question>): Proposal | undefined {
  const { worth, fix, cost } = proposal;
  const [edit] = fix.edits;
  const question = edit && questions.get(keyOf(edit.range));
  if (worth === undefined || edit === undefined || question === undefined) return proposal;
  const place = question.texts.indexOf(edit.text);
  const values = question.answers.filter(({ own }) => own === worth.from).map(({ others }) => others[place]);
  if (values.length === 0 || values.some((value) => value instanceof Unknown)) return proposal;
  if (!values.includes(worth.to)) return undefined;
  return proposal.isRenamed || /^[a-z_][\w.]*$/i.test(edit.text)
    ? { ...proposal, cost: Math.min(cost, Math.max(LEAST, cost - FOUND)) }
    : proposal;
}
