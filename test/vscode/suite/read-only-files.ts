// A folder that cannot be written to, whoever runs the tests: a file system of its own.

import * as vscode from "vscode";

/** Mounts the files under `scheme:/`, read-only, until it is disposed of. */
export function mountReadOnly(scheme: string, files: Readonly<Record<string, string>>): vscode.Disposable {
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions("The folder is read-only.");
  };
  const textOf = (uri: vscode.Uri): string => {
    const text = files[uri.path.slice(1)];
    if (text === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return text;
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: (uri) => statOf(uri.path === "/" ? undefined : textOf(uri)),
    readFile: (uri) => new TextEncoder().encode(textOf(uri)),
    readDirectory: () => Object.keys(files).map((name) => [name, vscode.FileType.File]),
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
  return vscode.workspace.registerFileSystemProvider(scheme, provider, { isReadonly: true });
}

/** Of a file's text; of the folder, if there is none. */
function statOf(text: string | undefined): vscode.FileStat {
  const type = text === undefined ? vscode.FileType.Directory : vscode.FileType.File;
  return { type, ctime: 0, mtime: 0, size: text?.length ?? 0 };
}
