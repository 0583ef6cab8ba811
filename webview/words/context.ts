/** Of what model and which image a picture is, as it stands below its title. */
import type { SampleChoice } from "../../src/protocol/inspection.ts";
import { formatCount } from "./numbers.ts";

interface Seen {
  readonly sample: SampleChoice;
  readonly label: number | undefined;
}

/** `lenet.cnn.json · test image 3, label 7`; without an image only the file. */
export function describeContext(fileName: string, seen?: Seen): string {
  if (seen === undefined) return fileName;
  const { sample, label } = seen;
  return `${fileName} · ${nameSample(sample)}${label === undefined ? "" : `, label ${label}`}`;
}

/** `test image 3`, `own image`; `kept image` for an own one that stands beside another. */
export function nameSample(sample: SampleChoice, isBeside = false): string {
  if (sample.set === "own") return isBeside ? "kept image" : "own image";
  return `${sample.set === "test" ? "test" : "training"} image ${formatCount(sample.index)}`;
}
