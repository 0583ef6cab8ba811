/**
 * What survives a closed window, for each model: the course of its training and its weights, in one file, so that the two
 * always belong together. The file is a length in 4 bytes, little-endian, that many bytes of JSON, and `.safetensors`.
 */
import * as v from "valibot";
import type { CurvePoint, EpochResult, TrainingStatus } from "../protocol/training.ts";
import { backendNames } from "../tensor/backend.ts";

export interface KeptState {
  readonly weights: Uint8Array;
  readonly status: TrainingStatus;
  readonly curve: readonly CurvePoint[];
  readonly epochs: readonly EpochResult[];
}

/** A place for files. Names are plain file names. */
export interface Folder {
  /** `undefined` if there is no such file. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** The file is afterwards the old one or the new one, never half. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
  /** Every file, the newest first. */
  list(): Promise<readonly string[]>;
}

/** So many models are remembered; the ones that were trained longest ago are forgotten. */
const MAX_MODELS = 50;
const LENGTH_BYTES = 4;

const point = v.object({ step: v.number(), loss: v.number() });

// JSON has no undefined: what was undefined is not there.
const number = v.exactOptional(v.number());

const epochResult = v.object({
  epoch: v.number(),
  step: v.number(),
  loss: v.number(),
  accuracy: v.number(),
  valLoss: number,
  valAccuracy: number,
  seconds: v.number(),
});

const schema = v.object({
  version: v.literal(1),
  weightsBytes: v.number(),
  status: v.object({
    state: v.picklist(["idle", "running", "paused"]),
    epoch: v.number(),
    epochs: v.number(),
    step: v.number(),
    stepInEpoch: v.number(),
    stepsPerEpoch: v.number(),
    loss: number,
    accuracy: number,
    ended: v.exactOptional(v.string()),
    loadedFrom: v.exactOptional(v.string()),
    engine: v.exactOptional(v.object({ kernels: v.picklist(backendNames), threads: v.number(), shares: v.boolean() })),
  }),
  curve: v.array(point),
  epochs: v.array(epochResult),
});

/** The kept state of one model, or `undefined` if there is none that is whole. */
export async function readKept(folder: Folder, model: string): Promise<KeptState | undefined> {
  const bytes = await folder.read(await fileName(model));
  if (bytes === undefined || bytes.length < LENGTH_BYTES) return undefined;
  const weightsAt = LENGTH_BYTES + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const weights = bytes.slice(weightsAt);
  const parsed = v.safeParse(schema, parseJson(new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, weightsAt))));
  if (!parsed.success || parsed.output.weightsBytes !== weights.length) return undefined;
  const { status, curve, epochs } = parsed.output;
  return {
    weights,
    curve,
    status: { ...status, loss: status.loss, accuracy: status.accuracy, ended: status.ended, settings: undefined },
    epochs: epochs.map((epoch) => ({ ...epoch, valLoss: epoch.valLoss, valAccuracy: epoch.valAccuracy })),
  };
}

export async function writeKept(folder: Folder, model: string, { weights, ...course }: KeptState): Promise<void> {
  const text = JSON.stringify({ version: 1, weightsBytes: weights.length, ...course });
  const json = new TextEncoder().encode(text);
  const bytes = new Uint8Array(LENGTH_BYTES + json.length + weights.length);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, LENGTH_BYTES);
  bytes.set(weights, LENGTH_BYTES + json.length);
  await folder.write(await fileName(model), bytes);
}

export async function removeKept(folder: Folder, model: string): Promise<void> {
  await folder.remove(await fileName(model));
}

/** Forgets models beyond the number that is remembered. */
export async function pruneKept(folder: Folder): Promise<void> {
  const names = await folder.list();
  await Promise.all(names.slice(MAX_MODELS).map((name) => folder.remove(name)));
}

/** A model's address may hold anything and be long; its hash is a file name. */
async function fileName(model: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(model));
  const hash = [...new Uint8Array(digest).subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hash}.kept`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
