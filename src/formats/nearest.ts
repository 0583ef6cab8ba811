/** The word that was probably meant, for the remedies of misspelled keys, types and names. */

/** Longer words are no slips of known ones, and comparing them would take long. */
const LONGEST = 64;

/**
 * The candidate nearest to `word`: the same but for case and underscores, else within a third of its letters by the
 * Damerau-Levenshtein distance, else one that begins like it. `undefined` if nothing is near.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = bare(word);
  if (wanted === "" || word.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = distanceTo(wanted, bare(candidate));
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

function bare(word: string): string {
  return word.toLowerCase().replace(/[_\-\s]/g, "");
}

/** Infinite for words that are not near. Words that begin alike come behind all that differ by slips. */
function distanceTo(wanted: string, candidate: string): number {
  const [shorter, longer] = wanted.length < candidate.length ? [wanted, candidate] : [candidate, wanted];
  const slips = Math.max(1, Math.floor(longer.length / 3));
  const distance = longer.length - shorter.length > slips ? Number.POSITIVE_INFINITY : editDistance(wanted, candidate);
  if (distance <= slips && distance < longer.length) return distance;
  return shorter.length >= 3 && longer.startsWith(shorter) ? longer.length + LONGEST : Number.POSITIVE_INFINITY;
}

/**
 * Insertions, deletions, changes and swaps of neighbours between two words: the Damerau-Levenshtein distance in its
 * "optimal string alignment" form, three rows at a time.
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + changed);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
