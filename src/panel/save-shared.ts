/** Saves a picture or a table where the person wants it, beside the model at first. */
import * as vscode from "vscode";
import type { SaveRequest, ShareKind } from "../protocol/share.ts";
import { fileErrorText, writeWhole } from "./folder.ts";
import type { ModelSession } from "./model-session.ts";
import { fileNameOf } from "./model-sessions.ts";
import { fileNameFor } from "./share-requests.ts";

const titles: Readonly<Record<ShareKind, string>> = { png: "PNG picture", csv: "CSV table", md: "Markdown table" };

/** The saved file's name; `undefined` if the person did not want it. Rejects with a message for people. */
export async function saveShared(session: ModelSession, request: SaveRequest): Promise<string | undefined> {
  const title = titles[request.kind];
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(vscode.Uri.parse(session.uri), "..", fileNameFor(request)),
    filters: { [title]: [request.kind] },
    title: `Save ${title}`,
  });
  if (uri === undefined) return undefined;
  const bytes = request.kind === "png" ? request.bytes : new TextEncoder().encode(request.text);
  try {
    await writeWhole(uri, bytes);
  } catch (error) {
    throw new Error(
      `The ${title} could not be written to ${uri.fsPath}: ${fileErrorText(error)} Save it to another folder.`,
      { cause: error },
    );
  }
  return fileNameOf(uri);
}
