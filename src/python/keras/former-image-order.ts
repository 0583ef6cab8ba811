/**
 * Keras 1 took the layout of images from a settings file, at first Theano's, which has the channels first. In a text with
 * its spellings the first image tells which one was meant.
 */
import type { Run } from "../run.ts";
import type { SourceFile } from "../site.ts";
import { isOfKeras1 } from "./former-spellings.ts";
import { looksChannelsFirst } from "./layers/channels-order.ts";
import { isDataFormatSet, setDataFormat } from "./session.ts";
import type { Shape } from "./sizes.ts";

/** `shape`: a model's input, with its batch. */
export function takeFormerOrder(run: Run, file: SourceFile, shape: Shape | undefined): void {
  if (shape === undefined || isDataFormatSet(run)) return;
  if (looksChannelsFirst(shape) && isOfKeras1(file)) setDataFormat(run, "channels_first");
}
