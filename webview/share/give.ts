/**
 * Hands a picture or a table to the clipboard or to a file. A picture goes to the clipboard by the page itself, because VS
 * Code's own knows only text; everything else is the host's.
 */
import { copyText, saveFile } from "../host.ts";
import { theme } from "../theme.ts";
import { type Table, toCsv, toMarkdown } from "../words/table.ts";
import { drawSheet, type Sheet } from "./sheet.ts";

/** What a view offers; each is made only when someone wants it. */
export interface Offer {
  /** Names its files. */
  readonly name: string;
  readonly picture?: () => Sheet | Promise<Sheet>;
  readonly csv?: () => Table;
  readonly markdown?: () => Table;
}

/** Something that can be done with an offer; resolves to what has been done, in words, or nothing if it was not wanted. */
export interface Gift {
  readonly label: string;
  readonly give: () => Promise<string>;
}

export function giftsOf({ name, picture, csv, markdown }: Offer): Gift[] {
  const copy = (label: string, make: () => Promise<void>): Gift => ({
    label: `Copy as ${label}`,
    give: () => make().then(() => `Copied as ${label}`),
  });
  const save = (label: string, make: () => Promise<string | undefined>): Gift => ({
    label: `Save as ${label}…`,
    give: () => make().then((file) => (file === undefined ? "" : `Saved as ${file}`)),
  });
  return [
    ...(picture
      ? [
          copy("PNG", () => copyPicture(picture())),
          save("PNG", async () => saveFile({ kind: "png", name, bytes: await bytesOf(picture()) })),
        ]
      : []),
    ...(markdown
      ? [
          copy("Markdown", async () => copyText(toMarkdown(markdown()))),
          save("Markdown", async () => saveFile({ kind: "md", name, text: toMarkdown(markdown()) })),
        ]
      : []),
    ...(csv
      ? [
          copy("CSV", async () => copyText(toCsv(csv()))),
          save("CSV", async () => saveFile({ kind: "csv", name, text: toCsv(csv()) })),
        ]
      : []),
  ];
}

async function bytesOf(sheet: Sheet | Promise<Sheet>): Promise<Uint8Array> {
  return new Uint8Array(await (await blobOf(sheet)).arrayBuffer());
}

async function blobOf(sheet: Sheet | Promise<Sheet>): Promise<Blob> {
  return drawSheet(await sheet, theme.peek()).convertToBlob({ type: "image/png" });
}

async function copyPicture(sheet: Sheet | Promise<Sheet>): Promise<void> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": blobOf(sheet) })]);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`The picture could not be copied: ${why} Save it instead.`);
  }
}
