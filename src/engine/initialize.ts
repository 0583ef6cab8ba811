/** The numbers that a weight begins with, drawn as the framework does whose model it is. */
import type { WeightSpec } from "../layers/layer.ts";
import type { Floats } from "../tensor/floats.ts";
import type { Random } from "../tensor/random.ts";

/** `specs` are those of one layer, with the arrays to fill. */
export function initializeLayer(
  specs: readonly WeightSpec[],
  values: readonly Floats[],
  random: Random,
  initialization: "torch" | undefined,
): void {
  const kernel = specs.find(({ initializer }) => initializer === "glorotUniform");
  specs.forEach((spec, index) => {
    const value = values[index] as Floats;
    if (initialization === "torch" && kernel)
      drawAsTorch(spec.initializer === "glorotUniform" ? spec : kernel, value, random);
    else drawAsKeras(spec, value, random);
  });
}

/** Glorot and Bengio 2010: uniform within ±sqrt(6 / (fan-in + fan-out)), as Keras does by default; biases are 0. */
function drawAsKeras({ initializer, fanIn, fanOut }: WeightSpec, value: Floats, random: Random): void {
  if (initializer === "ones") value.fill(1);
  if (initializer === "glorotUniform") random.uniforms(value, Math.sqrt(6 / (fanIn + fanOut)));
}

/**
 * torch.nn's convolutions and Linear: kaiming_uniform_(a=sqrt(5)), which is uniform within ±1 / sqrt(fan-in), and the
 * bias within the same bound as its kernel.
 */
function drawAsTorch({ fanIn }: WeightSpec, value: Floats, random: Random): void {
  random.uniforms(value, 1 / Math.sqrt(fanIn));
}
