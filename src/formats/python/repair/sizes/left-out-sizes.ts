/**
 * A size that was left out of a shape: what the function around gives a name and reads nowhere, what stands there in another shape of
 * the file, or one of its own once more, as images are square.
 */
import type { Proposal } from "../proposal.ts";
import { elementsOf } from "../source/call-text.ts";
import type { Leading } from "../source/leading.ts";
import { unreadAround } from "../source/unread-names.ts";
import { matchesIn, rewritten, textAt, type Written } from "../source/written.ts";

const FARTHEST = 3;
const costs = { unread: -0.45, likeOther: 0.3, ofOneSize: 0.52, again: 0.7 } as const;
/** A shape as an argument, one of a single size included. */
const SHAPE =
  /(?<=shape\s*=\s*|\b(?:zeros|ones|normal|uniform|random|reshape)\(\s*(?:[\w.]+\s*,\s*)?)[([](?!\s*[)\]])[^()[\]]*[)\]]/g;
/** Sizes between brackets that call nothing. */
const LISTED = /(?<=[=(,[]\s*)[([][\w.,\s]*,[\w.,\s]*[)\]]/g;

export function leftOutSizes(leading: readonly Leading[]): Proposal[] {
  return leading.flatMap(({ line, distance }) => {
    if (distance > FARTHEST) return [];
    const names = unreadAround(line);
    return matchesIn(line, SHAPE).flatMap(({ at }) => {
      const sizes = elementsOf(at).map(textAt);
      const places = [...sizes.keys(), sizes.length].reverse();
      const unread = names.flatMap((name) =>
        places.map((place, rank) => listed(at, sizes.toSpliced(place, 0, name), costs.unread + rank / 20)),
      );
      return [...unread, ...likeOthers(at, sizes), ...oneAgain(at, sizes)];
    });
  });
}

function listed(at: Written, sizes: readonly string[], cost: number): Proposal {
  const whole = sizes.join(", ");
  return rewritten(at, textAt(at).startsWith("(") ? `(${whole})` : `[${whole}]`, cost);
}

/** Another shape of the file that holds one size more, between those that are here. */
function likeOthers(at: Written, sizes: readonly string[]): Proposal[] {
  const whole = { file: at.file, range: { start: 0, end: at.file.text.length } };
  const byText = new Map(matchesIn(whole, LISTED).map((other) => [textAt(other.at), other.at]));
  return [...byText.values()].flatMap((other, rank) => {
    const longer = elementsOf(other).map(textAt);
    if (!longer.some((_, place) => longer.toSpliced(place, 1).join() === sizes.join())) return [];
    // A single size is found in many shapes.
    const rarity = sizes.length > 1 || areOfOneWord(other, at) ? 0 : costs.ofOneSize;
    return listed(at, longer, costs.likeOther + rarity + Math.min(rank, 4) / 20);
  });
}

/** Whether both are arguments of the same name. */
function areOfOneWord(...both: readonly [Written, Written]): boolean {
  const [word, other] = both.map(
    ({ file, range }) => /\w+(?=\s*=\s*$)/.exec(file.text.slice(Math.max(0, range.start - 40), range.start))?.[0],
  );
  return word !== undefined && word === other;
}

/** The height beside itself. */
function oneAgain(at: Written, sizes: readonly string[]): Proposal[] {
  return sizes.flatMap((size, place) =>
    place === sizes.length - 1 || size === sizes[place + 1]
      ? []
      : listed(at, sizes.toSpliced(place, 0, size), costs.again - place / 50),
  );
}
