/** A picture of what a layer does with the sample, with the names of both. */
import { model } from "../state/model.ts";
import { inspection, layer } from "../state/shown.ts";
import { describeContext } from "../words/context.ts";
import type { Body, Key, Sheet } from "./sheet.ts";

/** `conv1 feature maps`: names the picture and its file. */
export function layerTitle(what: string): string {
  return `${layer.value?.name ?? "input"} ${what}`;
}

export function layerSheet(title: string, body: Body, keys: readonly Key[] = []): Sheet {
  return { title, subtitle: describeContext(model.peek()?.fileName ?? "", inspection.peek()), body, keys };
}
