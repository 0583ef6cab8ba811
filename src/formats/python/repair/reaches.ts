/** Whether a changed text still takes the step that went wrong: what goes around it mends the mistake without being its remedy. */
import type { Edit } from "../../../graph/issue.ts";
import type { Site } from "../../../python/site.ts";
import { TorchTensor } from "../../../python/torch/tensor.ts";
import type { Problem } from "../../../python/trace.ts";
import type { PythonDocument } from "../python-document.ts";

export function reaches(after: PythonDocument, { call, site }: Problem, edits: readonly Edit[]): boolean {
  if (!(call?.inputs[0] instanceof TorchTensor) || after.models.length === 0) return true;
  const isSame = (now: Site | undefined, before: Site | undefined): boolean =>
    isSameSite(now, before, after.path, edits);
  const models = [...after.models, ...after.further.map(({ model }) => model)];
  const all = [...models.flatMap(({ operations }) => operations), ...after.loose];
  const isOther = edits.some((edit) => isRenaming(edit, site));
  return all.some((step) => isSame(step.site, site) && (isOther || isSame(step.module?.site, call.module?.site)));
}

/** Whether both are the same call, on the same way there, in a file that was edited in between. */
export function isSameSite(
  now: Site | undefined,
  before: Site | undefined,
  path: string,
  edits: readonly Edit[],
): boolean {
  if (now === before || isEntry(now)) return true;
  return isAt(now, before, path, edits) && isSameSite(now?.caller, before?.caller, path, edits);
}

/** Whether the step is another layer's now, which is its remedy and no way around it. */
function isRenaming({ range, text }: Edit, { range: call }: Site): boolean {
  return range.start === call.start && range.end <= call.end && /^self\.\w+$/.test(text);
}

/** The call of a model that nothing in the file calls, or that is looked at once more. */
function isEntry(site: Site | undefined): boolean {
  return site?.range.end === 0;
}

/** Whether both begin at the same place of a file, of which one was edited. */
function isAt(now: Site | undefined, before: Site | undefined, path: string, edits: readonly Edit[]): boolean {
  if (now?.file.path !== before?.file.path || now === undefined || before === undefined) return false;
  const { start } = before.range;
  const ahead = edits.filter(({ range }) => range.start <= start && before.file.path === path);
  const moved = ahead.reduce((sum, { range, text }) => sum + text.length - (range.end - range.start), 0);
  // An insertion at its beginning stands ahead of it or is a part of it.
  const isPart = ahead.some(({ range }) => range.end >= start) && now.range.start === start;
  return isPart || now.range.start === start + moved;
}
