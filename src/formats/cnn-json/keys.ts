/** The keys of an object: each known, and each only once. */
import type { Node } from "jsonc-parser";
import { nearest } from "../nearest.ts";
import { replaceNode } from "./edits.ts";
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
  known: readonly string[],
): ReadonlySet<string> {
  const names = new Set(known);
  const meant = new Set<string>();
  const free = known.filter((key) => !members.has(key));
  for (const { key, keyNode } of members.values()) {
    if (names.has(key)) continue;
    const near = nearest(key, free);
    if (near !== undefined) meant.add(near);
    const remedy = near === undefined ? `Its keys are ${known.join(", ")}.` : `Write "${near}".`;
    const fixes = near === undefined ? [] : [renameKey(keyNode, near)];
    const message = `"${shorten(key)}" is not a key of ${owner}. ${remedy}`;
    reading.error("key/unknown", rangeOf(keyNode), message, fixes);
  }
  return meant;
}

function renameKey(keyNode: Node, name: string) {
  const text = JSON.stringify(name);
  return { title: `Write ${text}`, edits: [replaceNode(keyNode, text)] };
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
