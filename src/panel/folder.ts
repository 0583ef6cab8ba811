/** Files through VS Code's file system, so that they may lie on another machine. */
import * as vscode from "vscode";
import type { Folder } from "./kept-state.ts";

/** The folder is made when something is written to it. */
export function storageFolder(uri: vscode.Uri): Folder {
  const at = (name: string): vscode.Uri => vscode.Uri.joinPath(uri, name);
  return {
    read: async (name) => (await readIfThere(at(name))) ?? readIfThere(beside(at(name))),
    async write(name, bytes) {
      await vscode.workspace.fs.createDirectory(uri);
      await writeWhole(at(name), bytes);
    },
    async remove(name) {
      await removeQuietly(beside(at(name)));
      if (await exists(at(name))) await vscode.workspace.fs.delete(at(name));
    },
    async list() {
      const names = (await vscode.workspace.fs.readDirectory(uri)).map(([name]) => name);
      const dated = await Promise.all(
        names.map(async (name) => ({ name, changed: (await vscode.workspace.fs.stat(at(name))).mtime })),
      );
      return dated.sort((a, b) => b.changed - a.changed).map(({ name }) => name);
    },
  };
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** `undefined` if there is no such file. */
export async function readIfThere(uri: vscode.Uri): Promise<Uint8Array | undefined> {
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return undefined;
    throw error;
  }
}

/**
 * Writes beside the file and renames, so that it is never half. Rejects with a message for people. VS Code deletes the old
 * file before it renames: what fails or closes in between leaves the new one beside.
 */
export async function writeWhole(uri: vscode.Uri, bytes: Uint8Array): Promise<void> {
  const temporary = beside(uri);
  let isWhole = false;
  try {
    await vscode.workspace.fs.writeFile(temporary, bytes);
    isWhole = true;
    await vscode.workspace.fs.rename(temporary, uri, { overwrite: true });
  } catch (error) {
    if (!isWhole || (await exists(uri))) await removeQuietly(temporary);
    throw error;
  }
}

function beside(uri: vscode.Uri): vscode.Uri {
  return uri.with({ path: `${uri.path}.part` });
}

async function removeQuietly(uri: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.delete(uri).then(undefined, () => undefined);
}

/** What VS Code's file system says, without the stack that it puts behind it. */
export function fileErrorText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0]?.trim() ?? message;
}
