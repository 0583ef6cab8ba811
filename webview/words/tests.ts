/** What an evaluation says, in words. */
import type { TestReport } from "../../src/protocol/evaluation.ts";
import { countOf, formatCount, formatLoss, formatPercent } from "./numbers.ts";

/** `After epoch 3, step 120: 1,890 of 2,000 test images right (94.5 %), loss 0.1830.`, and what is to be known beside it. */
export function describeReport(report: TestReport, revision: number): string {
  const { labels, predictions, confidences, accuracy, loss, place } = report;
  const right = labels.reduce((sum, label, at) => sum + (label === predictions[at] ? 1 : 0), 0);
  const all = countOf(labels.length, "test image");
  const sentences = [
    `${placed(place)}: ${formatCount(right)} of ${all} right (${formatPercent(accuracy)}), loss ${formatLoss(loss)}.`,
  ];
  const none = confidences.reduce((sum, confidence) => sum + (Number.isFinite(confidence) ? 0 : 1), 0);
  if (none > 0) sentences.push(`For ${countOf(none, "image")} the model's output is not a finite number.`);
  if (report.revision !== revision) sentences.push("The text has been edited since.");
  return sentences.join(" ");
}

function placed(place: string): string {
  return place.startsWith("epoch") ? `After ${place}` : `With ${place}`;
}

/** `25–48 of 120 images`, counted from 1; `from` is counted from 0. */
export function describeStretch(from: number, count: number, total: number, noun: string): string {
  return `${formatCount(from + 1)}–${formatCount(from + count)} of ${countOf(total, noun)}`;
}

/** `12 test images of 4 were predicted as 9.` */
export function describeCell(label: number, prediction: number, count: number): string {
  const images = `${countOf(count, "test image")} of ${label}`;
  const were = count === 1 ? "was" : "were";
  return label === prediction ? `${images} ${were} predicted right.` : `${images} ${were} predicted as ${prediction}.`;
}

/** A test image with its label, its prediction, and how sure that is. */
export function thumbnailOf(
  { labels, predictions, confidences }: Pick<TestReport, "labels" | "predictions" | "confidences">,
  index: number,
): { index: number; captions: string[]; label: string } {
  const [label, prediction] = [labels[index] ?? 0, predictions[index] ?? 0];
  const sureness = formatPercent(confidences[index] ?? Number.NaN);
  const taken = label === prediction ? "predicted right" : `predicted as ${prediction}`;
  return {
    index,
    captions: [`${label} → ${prediction}`, sureness],
    label: `Test image ${formatCount(index)}: a ${label}, ${taken} with ${sureness}`,
  };
}
