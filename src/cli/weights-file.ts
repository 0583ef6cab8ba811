/** Weights on disk. A file is replaced whole or not at all, and what was trained is never thrown away. */
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { Network } from "../engine/network.ts";
import { readSafetensors, SafetensorsError, writeSafetensors } from "../formats/safetensors.ts";
import type { NamedTensors } from "../tensor/named-tensor.ts";
import { CliError, reasonOf } from "./exit.ts";
import type { Terminal } from "./terminal.ts";

/** Throws a `CliError` or a `SafetensorsError` that names the file. */
export function readTensorFile(path: string): NamedTensors {
  try {
    return readSafetensors(readFileSync(path));
  } catch (error) {
    const reason = error instanceof SafetensorsError ? error.message : `${reasonOf(error)}.`;
    throw new CliError(`Cannot read ${path}: ${reason}`, { cause: error });
  }
}

/** Loads a file's weights and tells what is left over on either side. Throws a `CliError` if one has another shape or none fits. */
export function loadWeightsFile(network: Network, path: string, terminal: Terminal): void {
  const { loaded, mismatched, missing, unused } = network.loadWeights(readTensorFile(path));
  const [wrong] = mismatched;
  if (wrong) {
    const { name, expected, found } = wrong;
    throw new CliError(`${name} is [${expected.join(", ")}] in the model, but [${found.join(", ")}] in ${path}.`);
  }
  if (loaded.length === 0) {
    const [example] = network.weights;
    throw new CliError(`${path} holds no weight of this model, such as ${example?.name ?? "NAME.kernel"}.`);
  }
  if (missing.length > 0) terminal.tell(`Not in ${path}, so initialized by the seed: ${missing.join(", ")}.\n`);
  if (unused.length > 0) terminal.tell(`In ${path}, but not in the model: ${unused.join(", ")}.\n`);
}

/** Refuses a place where nothing can be saved, before hours of training and not behind them. */
export function checkSavable(path: string): void {
  try {
    accessSync(dirname(resolve(path)), constants.W_OK);
    if (existing(path)?.isDirectory()) throw new Error("it is a folder");
  } catch (error) {
    throw new CliError(`Cannot save to ${path}: ${reasonOf(error)}.`);
  }
}

/** Writes beside the file and then takes its place. Throws a `CliError`. */
export function saveTensors(path: string, tensors: NamedTensors): void {
  try {
    replaceFile(path, writeSafetensors(tensors));
  } catch (error) {
    throw new CliError(`Cannot save to ${path}: ${reasonOf(error)}.`);
  }
}

/** Like `saveTensors`, but if that fails the weights go to a temporary folder, and the error says where. */
export function saveTrained(path: string, tensors: NamedTensors): void {
  try {
    saveTensors(path, tensors);
  } catch (error) {
    const rescued = join(tmpdir(), `${process.pid}-${basename(path)}`);
    const rescue = tryTo(() => saveTensors(rescued, tensors)) ? `The weights are in ${rescued}.` : "They are lost.";
    throw new CliError(`${(error as Error).message} ${rescue}`);
  }
}

function tryTo(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

function existing(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/** A link stays one, and a device such as /dev/null is written to and not replaced. */
function replaceFile(path: string, bytes: Uint8Array): void {
  const place = existing(path);
  if (place && !place.isFile()) writeFileSync(path, bytes);
  else writeAndRename(place ? realpathSync(path) : path, bytes);
}

function writeAndRename(path: string, bytes: Uint8Array): void {
  const written = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(written, "w");
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(written, path);
  } catch (error) {
    rmSync(written, { force: true });
    throw error;
  }
}
