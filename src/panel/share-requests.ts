/** What the webview wants to be copied or saved, checked: nothing goes to the clipboard or a file that is not what it says. */
import * as v from "valibot";
import type { SaveRequest } from "../protocol/share.ts";

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const MOST_BYTES = 1 << 27;
const LONGEST_NAME = 100;

const text = v.pipe(v.string(), v.maxLength(MOST_BYTES));
const name = v.pipe(v.string(), v.maxLength(1000));
const png = v.pipe(
  v.instance(Uint8Array),
  v.check((bytes) => bytes.length <= MOST_BYTES && PNG_SIGNATURE.every((byte, at) => bytes[at] === byte)),
  // A message's array may be a view of more.
  v.transform((bytes) => bytes.slice()),
);

const save = v.variant("kind", [
  v.object({ kind: v.literal("png"), name, bytes: png }),
  v.object({ kind: v.picklist(["csv", "md"]), name, text }),
]);

/** Throws if it is not a request, or its picture no PNG. */
export function readSaveRequest(value: unknown): SaveRequest {
  return v.parse(save, value);
}

/** Throws if it is not text. */
export function readSharedText(value: unknown): string {
  return v.parse(text, value);
}

/**
 * The proposed name as one that every file system takes: layers may be named like paths. What a name may not have becomes a
 * hyphen (https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
 */
export function fileNameFor({ name: proposed, kind }: SaveRequest): string {
  const safe = proposed
    .replaceAll(/[\p{Cc}<>:"/\\|?*]+/gu, "-")
    .replaceAll(/\s+/g, " ")
    .slice(0, LONGEST_NAME)
    .replaceAll(/^[\s.]+|[\s.]+$/g, "");
  return `${safe === "" ? "convlens" : safe}.${kind}`;
}
