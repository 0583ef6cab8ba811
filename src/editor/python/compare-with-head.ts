/** "Compare with HEAD": what an edit has changed in shapes, parameters and operations since the last commit. */
import * as vscode from "vscode";
import { notebookWith } from "./notebook-of.ts";
import type { PythonService } from "./python-documents.ts";
import type { PythonTarget, PythonWorld } from "./register-python-commands.ts";

/** What we use of the API of VS Code's own Git extension, version 1. */
interface GitApi {
  getRepository(uri: vscode.Uri): { show(ref: string, path: string): Promise<string> } | null;
}

export async function compareWithHead({ document, read, service }: PythonTarget, world: PythonWorld): Promise<void> {
  const notebook = notebookWith(document);
  const { uri } = notebook ?? document;
  const file = await textAtHead(uri);
  const text = notebook ? textOfCells(service, file) : file;
  const before = text === undefined ? undefined : await world.documents.readText(document.uri, text);
  if (before === undefined) throw new Error("The version of the last commit cannot be read.");
  const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
  await world.reports.show(`${name} since HEAD`, service.comparisonReport(before, read), document.uri);
}

function textOfCells({ codeCellsOf, notebookText }: PythonService, file: string): string | undefined {
  const cells = codeCellsOf(file);
  return cells && notebookText(cells).text;
}

async function textAtHead(uri: vscode.Uri): Promise<string> {
  const extension = vscode.extensions.getExtension<{ getAPI(version: 1): GitApi }>("vscode.git");
  if (extension === undefined)
    throw new Error("VS Code's Git extension is switched off. Switch it on to compare with HEAD.");
  const git = extension.isActive ? extension.exports : await extension.activate();
  const repository = git.getAPI(1).getRepository(uri);
  if (repository === null) throw new Error(`${uri.path} is in no Git repository that is open.`);
  try {
    return await repository.show("HEAD", uri.fsPath);
  } catch {
    throw new Error("The last commit does not have this file, so there is nothing to compare it with.");
  }
}
