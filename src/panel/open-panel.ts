/**
 * Wires sessions, inspector, status bar and commands together: the entry of a bundle of its own. Nothing is read or started
 * before it is needed.
 */
import * as vscode from "vscode";
import type { EngineSettings } from "../protocol/worker-contract.ts";
import { backendChoices } from "../tensor/backend.ts";
import { type Arguments, runCommand } from "./commands.ts";
import type { PanelCommand } from "./contributed.ts";
import { readDatasetFiles } from "./dataset-files.ts";
import { diskFolder } from "./disk-folder.ts";
import { storageFolder } from "./folder.ts";
import { forkedWorker } from "./forked-worker.ts";
import { Inspector } from "./inspector.ts";
import type { ModelReader } from "./model-reader.ts";
import { ModelSessions } from "./model-sessions.ts";
import { nodeWorker } from "./node-worker.ts";
import { StateKeeper } from "./state-keeper.ts";
import { StatusBar } from "./status-bar.ts";

const DEFAULT_MEMORY_MB = 2048;

export interface OpenPanel extends vscode.Disposable {
  readonly inspector: Inspector;
  /** Whatever fails is told to the user. */
  run(command: PanelCommand, handed: Arguments): Promise<unknown>;
  /** Ends all trainings and writes what must survive the window. */
  close(): Promise<void>;
}

export function openPanel(context: vscode.ExtensionContext, reader: ModelReader): OpenPanel {
  const extension = context.extensionUri;
  // Not the workspace's storage: a window that is reloaded in the middle of a training may get another folder there.
  const kept = vscode.Uri.joinPath(context.globalStorageUri, "weights");
  const folder = kept.scheme === "file" ? diskFolder(kept.fsPath) : storageFolder(kept);
  const warn = (message: string): void => void vscode.window.showWarningMessage(message);
  const keeper = new StateKeeper(folder, warn);
  const path = vscode.Uri.joinPath(extension, "dist", "worker.js").fsPath;
  const usual = nodeWorker(path);
  const wide = forkedWorker(path, usual);
  const sessions = new ModelSessions(
    {
      startWorker: (onLost) => (readEngineSettings().kernels === "wide" ? wide : usual)(onLost),
      keeper,
      warn,
      readDataset: (model, name) => readDatasetFiles(extension, vscode.Uri.parse(model), name),
      maxMemoryMB: () => vscode.workspace.getConfiguration("convlens").get("maxMemoryMB", DEFAULT_MEMORY_MB),
      engine: readEngineSettings,
      now: () => performance.now(),
    },
    reader,
  );
  const inspector = new Inspector(context, sessions);
  const parts = vscode.Disposable.from(sessions, inspector, new StatusBar(sessions));
  return {
    inspector,
    run: (command, handed) => runCommand({ sessions, inspector, extension }, command, handed),
    async close() {
      await sessions.close();
      await keeper.flush();
    },
    dispose: () => parts.dispose(),
  };
}

/** What is no choice, from a settings file that was written by hand, counts as the default. */
function readEngineSettings(): EngineSettings {
  const configuration = vscode.workspace.getConfiguration("convlens");
  const kernels = configuration.get("engine.kernels", "auto");
  const threads = configuration.get("engine.threads", 0);
  return {
    kernels: backendChoices.find((choice) => choice === kernels) ?? "auto",
    threads: Number.isInteger(threads) && threads > 0 ? threads : 0,
  };
}
