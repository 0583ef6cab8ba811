/** What the view knows of the test images: the last evaluation, and the pictures of the images that it has shown. */
import { signal } from "@preact/signals";
import type { ImagesRequest, TestReport } from "../../src/protocol/evaluation.ts";
import type { Shape } from "../../src/tensor/shape.ts";
import { askEvaluation, askImages, evaluate } from "../host.ts";

/** `undefined` until there is one. */
export const testReport = signal<TestReport | undefined>(undefined);
export const evaluating = signal(false);
export const testFailure = signal<string | undefined>(undefined);

/** Short epochs end many times a second. */
const BETWEEN_MS = 300;

let underWay = false;
let again = false;

/** Asks for the last evaluation; while one is being asked for, once more behind it. */
export async function refreshReport(): Promise<void> {
  again = true;
  if (underWay) return;
  underWay = true;
  while (again) {
    again = false;
    testReport.value = await askEvaluation().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
  underWay = false;
}

/** Evaluates with the weights of this moment. */
export async function evaluateNow(): Promise<void> {
  if (evaluating.value) return;
  evaluating.value = true;
  testFailure.value = undefined;
  try {
    testReport.value = await evaluate();
  } catch (error) {
    testFailure.value = error instanceof Error ? error.message : String(error);
  }
  evaluating.value = false;
}

export interface Picture {
  readonly shape: Shape;
  readonly data: Float32Array;
}

/** A few pages of thumbnails. */
const MOST_PICTURES = 600;

const pictures = new Map<string, Picture>();

/** The images' pictures in the order of the indices. `place` says of which data set. Rejects with a message for people. */
export async function picturesOf(place: string, { set, indices }: ImagesRequest): Promise<readonly Picture[]> {
  const key = (index: number): string => `${place} ${set} ${index}`;
  const missing = indices.filter((index) => !pictures.has(key(index)));
  if (missing.length > 0) {
    if (pictures.size + missing.length > MOST_PICTURES) pictures.clear();
    const asked = pictures.size === 0 ? indices : missing;
    const { shape, pixels } = await askImages({ set, indices: asked });
    const size = pixels.length / asked.length;
    asked.forEach((index, at) => {
      const data = Float32Array.from(pixels.subarray(at * size, (at + 1) * size), (byte) => byte / 255);
      pictures.set(key(index), { shape, data });
    });
  }
  return indices.flatMap((index) => pictures.get(key(index)) ?? []);
}
