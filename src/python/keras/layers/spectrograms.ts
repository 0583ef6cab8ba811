/** Spectrograms of signals: [bands, frames]. */
import { addDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import { frameCount } from "../../tensors/spectra.ts";
import type { LayerCall } from "../layer-call.ts";
import { gives, type LayerKind } from "../layer-kind.ts";

/** One at the signal's beginning and one each step; where a step ends just behind it, Keras itself counts in two ways. */
function framesIn(call: LayerCall, signal: Dim): Dim {
  const step = call.options.number("sequence_stride", 512);
  const isDoubtful = typeof signal === "number" && step !== undefined && (signal + 1) % step === 0;
  const frames = step === undefined || isDoubtful ? undefined : frameCount(addDims(signal, step), step, step, false);
  return frames ?? call.unknown("how many frames there are is not known");
}

const mel: LayerKind = {
  names: ["MelSpectrogram"],
  parameters: [
    ...["fft_length", "sequence_stride", "sequence_length", "window", "sampling_rate", "num_mel_bins", "min_freq"],
    ...["max_freq", "power_to_db", "top_db", "mag_exp", "min_power", "ref_power"],
  ],
  apply(call) {
    const signal = call.shape.at(-1);
    const bands = call.options.size("num_mel_bins", 128);
    if (signal === undefined || call.shape.length > 2 || bands === "refused") return gives(undefined);
    return gives([...call.shape.slice(0, -1), bands, framesIn(call, signal)]);
  },
};

export const spectrograms: readonly LayerKind[] = [mel];
