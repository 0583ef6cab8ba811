/** Images of a data set that are grey where a network for colours gets them, or the reverse: a transform was left out. */
import type { SourceFix } from "../../../../python/trace.ts";
import { outside } from "../../place-problems.ts";
import { type Proposal, sizeAt, type WrongStep } from "../proposal.ts";
import { numberOf } from "../source/settings.ts";
import { matchesIn, type Written } from "../source/written.ts";

const COST = 0.3;
const COLOURS = 3;

/** The beginning of a pipeline's list, and the name of the module that its transforms are from. */
const PIPELINE = /\bCompose\(\s*\[(?=[^\]]*?\b((?:\w+\.)+)ToTensor\(\))/g;
const ALONE = /(?<=\btransform\s*=\s*)((?:\w+\.)+)ToTensor\(\)/g;

/** In every pipeline of the file, since training and test images go through alike ones. */
export function imageChannelProposals(wrong: WrongStep): Proposal[] {
  const { file } = outside(wrong.site);
  const [image] = wrong.inputs;
  const [found, expected] = [sizeAt(image, 1), numberOf(wrong, "in_channels")];
  const isOther = (found === 1 && expected === COLOURS) || (found === COLOURS && expected === 1);
  if (image?.dataset === undefined || !isOther || file.isDescribed) return [];
  const grayscale = `Grayscale(${expected === 1 ? "" : COLOURS})`;
  const whole = { file, range: { start: 0, end: file.text.length } };
  const edits = [...inPipelines(whole, grayscale), ...besides(whole, grayscale)];
  return edits.length > 0 ? [{ fix: { title: `Add ${grayscale} to the images' transforms`, edits }, cost: COST }] : [];
}

function inPipelines(text: Written, grayscale: string): SourceFix["edits"] {
  return matchesIn(text, PIPELINE).map(({ match: [, module], at: { file, range } }) => ({
    file,
    range: { start: range.end, end: range.end },
    text: `${module}${grayscale}, `,
  }));
}

/** One transform becomes two. */
function besides(text: Written, grayscale: string): SourceFix["edits"] {
  return matchesIn(text, ALONE).map(({ match: [alone, module], at }) => ({
    ...at,
    text: `${module}Compose([${module}${grayscale}, ${alone}])`,
  }));
}
