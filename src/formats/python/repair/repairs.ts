/**
 * Fixes that were tried: the text is run with each proposal, and what mends the mistake without making another is offered, the
 * likeliest first. A generator, so that whoever asks decides when to go on: each `next` runs the text once.
 */
import { applyEdits } from "../../../graph/apply-edits.ts";
import type { Fix, TextIssue } from "../../../graph/issue.ts";
import { isFed } from "../../../python/keras/models/feeding.ts";
import { TRAINING } from "../../../python/keras/models/targets.ts";
import type { Problem } from "../../../python/trace.ts";
import type { FurtherModel } from "../further-models.ts";
import type { Trial } from "../program.ts";
import type { PythonDocument } from "../python-document.ts";
import { combined } from "./combine.ts";
import { endsDiffer, isFedAnew, isIntact, wrongs } from "./judge.ts";
import { forSamples } from "./open-batch.ts";
import { suitsOthers } from "./other-models.ts";
import type { Proposal } from "./proposal.ts";
import { proposalsFor } from "./proposals.ts";
import { isSameSite, reaches } from "./reaches.ts";
import { areAsked, worthTrying } from "./worth-trying.ts";

/** The same file with another text; `others`: models of it that are looked at as well. */
export type ReadTrial = (text: string, trial: Trial, others?: readonly FurtherModel[]) => PythonDocument | undefined;

export interface RepairContext {
  readonly document: PythonDocument;
  readonly read: ReadTrial;
}

/** The search for remedies of one mistake. */
interface Search extends RepairContext {
  readonly issue: TextIssue;
  /** What may still be done. */
  readonly left: { runs: number; steps: number };
}

/** What may be done for a mistake. */
interface Budget {
  readonly runs: number;
  readonly steps: number;
}

/** A fix that mends the mistake. */
interface Tried {
  readonly fix: Fix;
  readonly cost: number;
  readonly layersLess?: number;
  /** Nothing is wrong any more. */
  readonly isWhole?: boolean;
  /** The changed text as it was read, if another mistake shows in it. */
  readonly behind?: PythonDocument;
}

/** For one mistake: runs, and steps of Python in all of them. */
const MOST = { runs: 300, steps: 5_000_000 } as const;
/** For each that follows in a text of which all are asked for: as a rule the first one's remedy mends it too. */
const FOR_OTHERS = { runs: 150, steps: 2_500_000 } as const;
/** What is offered beside the likeliest fix is nearly as likely, and found with few runs more. */
const MARGIN = 0.6;
const MOST_BESIDE = 16;
/** Where the likeliest may not suit what else the file builds. */
const MOST_BESIDE_IF_OTHERS = 32;
const MOST_FIXES = 3;
/** Of how many it is asked whether they suit what else the file builds, and how much less likely one is that does not. */
const MOST_RANKED = 5;
const OTHERS_WRONG = 1;
/** How much less likely one is that changes what goes into a model which nothing feeds. */
const FED_ANEW = 1;
const MOST_REPAIRED = 3;
/** How much likelier a slip is whose remedy mends one mistake more: as a rule they follow from one. */
const OTHER_LEFT = 1.3;
const OTHER_ENDS = 0.4;
const NOT_TAKEN = 0.9;
/** Mistakes that only show when the one before is mended. */
const MOST_FOLLOWING = 3;

export function* repairsFor(
  issue: TextIssue,
  context: RepairContext,
  most: Budget = MOST,
): Generator<void, readonly Fix[]> {
  const mistake = context.document.mistakes.get(issue);
  if (mistake === undefined) return issue.fixes;
  const { document, read } = context;
  const { path } = document;
  const mended: Tried[] = [];
  const left = { ...most };
  const search: Search = { ...context, issue, left };
  const mostBeside = document.unread.length > 0 ? MOST_BESIDE_IF_OTHERS : MOST_BESIDE;
  const holds = forSamples(context, mistake);
  let partly: Fix | undefined;
  const seen = new Set<string>();
  const proposals = proposalsFor(mistake, path);
  if (areAsked(proposals)) yield;
  for (const proposal of worthTrying(proposals, path, (questions) => read(document.text, { questions }))) {
    const best = Math.min(...mended.map(({ cost }) => cost));
    if (proposal.cost > best + MARGIN || left.runs <= 0 || left.steps <= 0) break;
    const fix = fixIn(proposal, path);
    // Several remedies may write the same.
    const text = fix && applyEdits(document.text, fix.edits);
    if (fix === undefined || text === undefined || seen.has(text)) continue;
    seen.add(text);
    yield;
    const tried = tryFix(search, { ...proposal, fix });
    if (tried?.isWhole && holds(fix) === false) continue;
    if (tried?.behind === undefined) {
      if (tried) mended.push(tried);
      if (tried?.isWhole) left.runs = Math.min(left.runs, mostBeside);
      continue;
    }
    if (proposal.fix === mistake.problem.fix && !isHere(tried.behind, issue)) partly = fix;
    if (proposal.isName || proposal.cost > 1.5) continue;
    const longer = yield* follow(search, tried);
    if (longer) mended.push(longer);
  }
  if (mended.length > 0) return yield* ranked(context, mended);
  return partly ? [partly] : [];
}

/** The likeliest first. */
function* ranked(context: RepairContext, mended: Tried[]): Generator<void, readonly Fix[]> {
  const byCost = (a: Tried, b: Tried): number => a.cost - b.cost;
  const judged: Tried[] = [];
  for (const tried of mended.sort(byCost).slice(0, MOST_RANKED)) {
    yield;
    judged.push(suitsOthers(context, tried.fix) ? tried : { ...tried, cost: tried.cost + OTHERS_WRONG });
  }
  return judged
    .sort(byCost)
    .slice(0, MOST_FIXES)
    .map(({ fix }) => fix);
}

/** Whether such a mistake still shows in the same line, or one in another before it. */
function isHere(after: PythonDocument, { code, range }: TextIssue): boolean {
  return wrongs(after).some((left) => left.code === code || left.range.start <= range.start);
}

/** A fix is whole or not offered: all of its edits are in this file. */
function fixIn({ fix: { title, edits } }: Proposal, path: string): Fix | undefined {
  if (edits.some(({ file }) => file.path !== path)) return undefined;
  return { title, edits: edits.map(({ range, text }) => ({ range, text })) };
}

/** `undefined`: it mends nothing. */
function tryFix({ document, read, issue, left: allowed }: Search, { fix, cost, layersLess }: Tried): Tried | undefined {
  const { message } = issue;
  const before = wrongs(document);
  // Of several mistakes those behind the first may be its consequences, which are told apart when all are known.
  const endsAt = (problem: Problem): boolean =>
    problem.severity === "error" && (before.length === 1 || problem.message === message);
  const after = read(applyEdits(document.text, fix.edits), { endsAt });
  allowed.runs--;
  allowed.steps -= after?.work ?? 0;
  if (after === undefined || (after.isBroken && !document.isBroken)) return undefined;
  if (!(after.hasEnded || isIntact(document, after, { layersLess, edits: fix.edits }))) return undefined;
  if (leavesUnfollowed(document, after, { issue, edits: fix.edits })) return undefined;
  const left = wrongs(after);
  // What mends everything at once is the likelier slip.
  const known = new Set(before.map((other) => other.message));
  const isNew = left.some((other) => !known.has(other.message));
  if (left.some((other) => other.message === message)) return undefined;
  if (left.length < before.length && !isNew)
    return {
      fix,
      cost: cost + OTHER_LEFT * left.length + detours(document, after, { issue, edits: fix.edits }),
      isWhole: left.length === 0,
    };
  return isNew ? { fix, cost, behind: after } : undefined;
}

/** What makes a remedy less likely that mends everything: other ends of the model, or a step that is not taken any more. */
function detours(
  before: PythonDocument,
  after: PythonDocument,
  { issue, edits }: Pick<Search, "issue"> & Pick<Fix, "edits">,
): number {
  const problem = before.mistakes.get(issue)?.problem;
  const isTaken = problem === undefined || reaches(after, problem, edits);
  const ofInput = isFedAnew(before, after) ? FED_ANEW : 0;
  return (endsDiffer(before, after) ? OTHER_ENDS : 0) + ofInput + (isTaken ? 0 : NOT_TAKEN);
}

/** Other data of which nothing is known are refused nowhere, nor any data by a model that compares them with nothing. */
function leavesUnfollowed(
  before: PythonDocument,
  after: PythonDocument,
  { issue, edits }: Pick<Search, "issue"> & Pick<Fix, "edits">,
): boolean {
  const problem = before.mistakes.get(issue)?.problem;
  const call = problem?.call;
  const isOfData = call?.type === TRAINING || (call?.inputs.length && call.inputs.every(isFed));
  if (problem === undefined || !isOfData || after.hasEnded) return false;
  const known = before.fed.find(({ site }) => site === problem.site);
  // Within a step of the model's own nothing is handed over.
  if (known === undefined) return after.followed <= before.followed;
  const now = after.fed.find(({ site }) => isSameSite(site, problem.site, after.path, edits));
  return (["hasInputs", "hasTargets", "hasLoss"] as const).some((what) => known[what] && !now?.[what]);
}

/** The mistakes that show behind the first one, each mended by its own fix. */
function* follow(search: Search, first: Tried): Generator<void, Tried | undefined> {
  const known = new Set(wrongs(search.document).map(({ message }) => message));
  const title = `${first.fix.title}, and what follows from it`;
  let { fix, behind } = first;
  for (let step = 0; step < MOST_FOLLOWING && search.left.runs > 0; step++) {
    const next = behind && wrongs(behind).find(({ message, fixes }) => !known.has(message) && fixes.length > 0);
    const edits = next?.fixes[0] && combined(fix.edits, next.fixes[0].edits);
    if (edits === undefined) return undefined;
    yield;
    const tried = tryFix(search, { fix: { title, edits }, cost: first.cost + 1.2 + 2 * step });
    // Several changes that leave another mistake are as a rule no remedy of this one.
    if (tried?.behind === undefined) return tried?.isWhole ? tried : undefined;
    ({ fix, behind } = tried);
  }
  return undefined;
}

/** The document with tried fixes for its first mistakes. */
export function* withRepairs(context: RepairContext): Generator<void, PythonDocument> {
  const { document } = context;
  const issues: TextIssue[] = [];
  const mistakes = new Map(document.mistakes);
  let left = MOST_REPAIRED;
  for (const issue of document.issues) {
    const isSearched = issue.severity === "error" && left > 0;
    const most = left === MOST_REPAIRED ? MOST : FOR_OTHERS;
    const fixes = isSearched ? yield* repairsFor(issue, context, most) : issue.fixes;
    if (isSearched) left--;
    const repaired = { ...issue, fixes };
    issues.push(repaired);
    const mistake = mistakes.get(issue);
    if (mistake) mistakes.set(repaired, mistake);
  }
  return { ...document, issues, mistakes };
}
