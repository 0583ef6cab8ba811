/**
 * Remedies for a number that no setting of its kind may be: a size below zero, of which the sign on the way to it or in a table of the
 * file is wrong, and a part of all that is more than one.
 */
import { Float } from "../../../../python/value.ts";
import type { Proposal, WrongStep } from "../proposal.ts";
import { argumentsIn, bracketsOf, callSite } from "../source/call-text.ts";
import { linesAtHome } from "../source/lines.ts";
import { numberOf, writtenAt } from "../source/settings.ts";
import { wayGiven } from "../source/where-given.ts";
import { matchesIn, rewritten, textAt, type Written } from "../source/written.ts";

const SIZES = [
  ..."in_channels out_channels in_features out_features num_features kernel_size stride padding dilation groups".split(
    " ",
  ),
  ..."num_embeddings embedding_dim hidden_size input_size output_size embed_dim num_heads".split(" "),
];
const costs = { onTheWay: -0.6, inFile: -0.35, bordered: 0.1, dropped: 0.35 } as const;
/** Of more a file counts from the end for reasons of its own. */
const MOST_IN_FILE = 3;

export function impossibleNumbers(wrong: WrongStep): Proposal[] {
  const onTheWay = SIZES.filter((name) => (numberOf(wrong, name) ?? 0) < 0).flatMap((name) => {
    const written = writtenAt(wrong, name);
    return written ? [written, ...wayGiven(written, wrong.module?.site ?? wrong.site)] : [];
  });
  const inFile = linesAtHome(wrong).flatMap(tabled);
  return [
    ...onTheWay.flatMap(negatedIn).map((at) => rewritten(at, textAt(at).slice(1), costOf(wrong))),
    ...openSizes(wrong),
    ...probabilities(wrong),
    ...(inFile.length > MOST_IN_FILE ? [] : inFile.map((at) => rewritten(at, textAt(at).slice(1), costs.inFile))),
  ];
}

/** A border tells how wide its kernel is. */
function costOf(wrong: WrongStep): number {
  const [kernel, padding] = [numberOf(wrong, "kernel_size") ?? 0, numberOf(wrong, "padding") ?? 0];
  return kernel < 0 && padding > 0 && -kernel !== 2 * padding + 1 ? costs.inFile + costs.bordered : costs.onTheWay;
}

/** Where its name is given more than all: as a rule nothing is dropped. */
function probabilities(wrong: WrongStep): Proposal[] {
  const { value, written } = wrong.settings?.("p") ?? {};
  const part = value instanceof Float ? value.value : value;
  const name = written && /^(?:self\.)?([a-z_]\w*)$/i.exec(textAt(written))?.[1];
  if (name === undefined || typeof part !== "number" || part <= 1) return [];
  const given = new RegExp(`(?<=\\b${name}\\s*(?::[^=,]+)?=\\s*)${part}(?:\\.0)?(?![\\w.])`, "g");
  return linesAtHome(wrong).flatMap((line) =>
    matchesIn(line, given).map(({ at }) => rewritten(at, "0", costs.dropped)),
  );
}

/** Of a tensor's new sizes only -1 may stand below zero. */
function openSizes({ type, site }: WrongStep): Proposal[] {
  const call = /^(?:view|reshape|expand)$/.test(type) ? callSite(site) : undefined;
  const sizes = call === undefined || call.file.isDescribed ? [] : argumentsIn(bracketsOf(call));
  return sizes
    .filter((size) => /^-(?:[2-9]|\d{2,})$/.test(textAt(size)))
    .map((size) => rewritten(size, "-1", costs.onTheWay));
}

function negatedIn(place: Written): Written[] {
  return matchesIn(place, /(?<=^\s*|[-+*/(,=]\s*)-[\w.]+/g).map(({ at }) => at);
}

/** Numbers that are no places from the end, and negative ones behind another sign. */
function tabled(line: Written): Written[] {
  return matchesIn(line, /(?<=[(,=]\s*)-(?:[3-9]|\d{2,})(?=\s*(?:[,)]|$))|(?<=[\w)]\s*[-+/]\s*)-\d+\b(?![.\w])/g).map(
    ({ at }) => at,
  );
}
