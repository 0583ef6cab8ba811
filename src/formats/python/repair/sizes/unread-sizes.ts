/** A size that was left out of a shape: what the function around gives a name and reads nowhere. */
import type { Proposal } from "../proposal.ts";
import { elementsOf } from "../source/call-text.ts";
import type { Leading } from "../source/leading.ts";
import { unreadAround } from "../source/unread-names.ts";
import { matchesIn, rewritten, textAt } from "../source/written.ts";

const FARTHEST = 3;
const COST = -0.45;
/** A shape as an argument, one of a single size included. */
const SHAPE =
  /(?<=\bshape\s*=\s*|\b(?:zeros|ones|normal|uniform|reshape)\(\s*(?:[\w.]+\s*,\s*)?)[([](?!\s*[)\]])[^()[\]]*[)\]]/g;

export function unreadSizes(leading: readonly Leading[]): Proposal[] {
  return leading.flatMap(({ line, distance }) => {
    const names = distance <= FARTHEST ? unreadAround(line) : [];
    if (names.length === 0) return [];
    return matchesIn(line, SHAPE).flatMap(({ at }) => {
      const sizes = elementsOf(at).map(textAt);
      return names.flatMap((name) =>
        [...sizes, ""].map((_, place) => {
          const whole = sizes.toSpliced(sizes.length - place, 0, name).join(", ");
          return rewritten(at, textAt(at).startsWith("(") ? `(${whole})` : `[${whole}]`, COST + place / 20);
        }),
      );
    });
  });
}
