/** What survives a closed window, for each model: its weights and the course of its training, as two files. */
import * as v from "valibot";
import type { CurvePoint, EpochResult, TrainingStatus } from "../protocol/training.ts";

export interface KeptState {
  readonly weights: Uint8Array;
  readonly status: TrainingStatus;
  readonly curve: readonly CurvePoint[];
  readonly epochs: readonly EpochResult[];
}

/** A place for a few files. Names are plain file names. */
export interface Folder {
  /** `undefined` if there is no such file. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** The file is afterwards the old one or the new one, never half. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
}

const point = v.object({ step: v.number(), loss: v.number() });

// JSON has no undefined: what was undefined is not there.
const number = v.exactOptional(v.number());

const epochResult = v.object({
  epoch: v.number(),
  loss: v.number(),
  accuracy: v.number(),
  valLoss: number,
  valAccuracy: number,
  seconds: v.number(),
});

const schema = v.object({
  version: v.literal(1),
  status: v.object({
    state: v.picklist(["idle", "running", "paused"]),
    epoch: v.number(),
    epochs: v.number(),
    step: v.number(),
    stepsPerEpoch: v.number(),
    loss: number,
    accuracy: number,
    ended: v.exactOptional(v.string()),
  }),
  curve: v.array(point),
  epochs: v.array(epochResult),
});

/** The kept state of one model, or `undefined` if there is none that can be read. */
export async function readKept(folder: Folder, model: string): Promise<KeptState | undefined> {
  const name = await fileStem(model);
  const [weights, course] = await Promise.all([folder.read(`${name}.safetensors`), folder.read(`${name}.json`)]);
  if (!weights || !course) return undefined;
  const parsed = v.safeParse(schema, parseJson(new TextDecoder().decode(course)));
  if (!parsed.success) return undefined;
  const { status, curve, epochs } = parsed.output;
  return {
    weights,
    curve,
    status: { ...status, loss: status.loss, accuracy: status.accuracy, ended: status.ended },
    epochs: epochs.map((epoch) => ({ ...epoch, valLoss: epoch.valLoss, valAccuracy: epoch.valAccuracy })),
  };
}

/** The weights first: a course without its weights would say more than is there. */
export async function writeKept(folder: Folder, model: string, { weights, ...course }: KeptState): Promise<void> {
  const name = await fileStem(model);
  await folder.write(`${name}.safetensors`, weights);
  await folder.write(`${name}.json`, new TextEncoder().encode(JSON.stringify({ version: 1, ...course })));
}

export async function removeKept(folder: Folder, model: string): Promise<void> {
  const name = await fileStem(model);
  await folder.remove(`${name}.json`);
  await folder.remove(`${name}.safetensors`);
}

/** A model's address may hold anything and be long; its hash is a file name. */
async function fileStem(model: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(model));
  return [...new Uint8Array(digest).subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
