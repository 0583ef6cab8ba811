/** The keys of an object: each known, and each only once. */
import type { Node } from "jsonc-parser";
import { nearest } from "../nearest.ts";
import { writeInstead } from "./edits.ts";
import { type Member, membersOf, rangeOf, shorten } from "./json-node.ts";
import type { Reading } from "./reading.ts";

/** An object's members by key; of a key that is written twice the first. */
export type Members = ReadonlyMap<string, Member>;

/** An object whose keys have been checked. */
export interface CheckedObject {
  readonly object: Node;
  readonly members: Members;
  /** Keys that an unknown one was probably meant to be. */
  readonly misspelled: ReadonlySet<string>;
}

/** Whether a key that is not there was probably meant to be, which has been said: then it is not missing. */
export function isMeant(reading: Reading, { object, misspelled }: CheckedObject, key: string): boolean {
  return misspelled.has(key) || reading.hasUnquoted(object, key);
}

export function membersByKey(object: Node): Members {
  const members = new Map<string, Member>();
  for (const member of membersOf(object)) if (!members.has(member.key)) members.set(member.key, member);
  return members;
}

/** Reports keys that are not among `known`, and gives the known ones that were probably meant. `owner` has the keys. */
export function checkKeys(
  reading: Reading,
  members: Members,
  owner: string,
  known: ReadonlySet<string>,
): ReadonlySet<string> {
  const meant = new Set<string>();
  for (const member of members.values()) {
    if (known.has(member.key) || reading.isFull) continue;
    const near = nearest(
      member.key,
      [...known].filter((key) => !members.has(key)),
    );
    if (near !== undefined) meant.add(near);
    reportUnknown(reading, member, owner, near ?? known);
  }
  return meant;
}

function reportUnknown(
  reading: Reading,
  { key, keyNode }: Member,
  owner: string,
  nearOrKnown: string | ReadonlySet<string>,
): void {
  const subject = `"${shorten(key)}" is not a key of ${owner}.`;
  if (typeof nearOrKnown !== "string") {
    reading.error("key/unknown", rangeOf(keyNode), `${subject} Its keys are ${[...nearOrKnown].join(", ")}.`);
    return;
  }
  const fix = writeInstead(keyNode, nearOrKnown);
  reading.error("key/unknown", rangeOf(keyNode), `${subject} ${fix.title}.`, [fix]);
}

/** Reports keys that an object writes twice, anywhere within the value. */
export function checkDuplicateKeys(reading: Reading, value: Node): void {
  if (value.type === "object") {
    const seen = new Set<string>();
    for (const { key, keyNode } of membersOf(value)) {
      if (seen.has(key)) {
        const message = `"${shorten(key)}" is already written above, and this one is not read. Remove one of them.`;
        reading.error("json/duplicate-key", rangeOf(keyNode), message);
      }
      seen.add(key);
    }
  }
  for (const child of value.children ?? []) checkDuplicateKeys(reading, child);
}
