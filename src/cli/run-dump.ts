/**
 * What a pass leaves behind, as tensors with the batch first, in the order of the model's file where it has one of its own. Else their
 * data are views of the network's arrays.
 */
import type { Network } from "../engine/network.ts";
import { type Layout, toFile } from "../formats/onnx/network/sample.ts";
import type { Floats } from "../tensor/floats.ts";
import type { NamedTensors, Tensor } from "../tensor/named-tensor.ts";
import { type Shape, sizeOf } from "../tensor/shape.ts";
import type { OwnNumbers } from "./model-file.ts";

interface Values {
  readonly n: number;
  readonly shape: Shape;
  readonly layout: Layout | undefined;
}

function tensorOf(data: Floats, { n, shape, layout }: Values): Tensor {
  return layout ? { shape: [n, ...layout.shape], data: toFile(data, layout) } : { shape: [n, ...shape], data };
}

/** `NAME.output` of every layer. */
export function dumpOutputs(network: Network, n: number, own?: OwnNumbers): NamedTensors {
  return new Map(
    network.plan.nodes.map(({ name, index, shape }): [string, Tensor] => [
      `${name}.output`,
      tensorOf(network.output(index), { n, shape: shape.output, layout: own?.layouts[index] }),
    ]),
  );
}

/** `NAME.grad.output` of every layer and `NAME.grad.WEIGHT` of every trained weight, which is in our order always. */
export function dumpGradients(network: Network, n: number, own?: OwnNumbers): NamedTensors {
  const outputs = network.plan.nodes.map(({ name, index, shape }): [string, Tensor] => [
    `${name}.grad.output`,
    tensorOf(network.outputGradient(index), { n, shape: shape.output, layout: own?.layouts[index] }),
  ]);
  const weights = network.weights.flatMap(({ layer, spec, gradient }): [string, Tensor][] =>
    spec.trainable && gradient ? [[`${layer}.grad.${spec.name}`, { shape: spec.shape, data: gradient }]] : [],
  );
  return new Map([...outputs, ...weights]);
}

/** `input.grad`; with several inputs one under each one's name. */
export function dumpInputGradients(network: Network, n: number, own?: OwnNumbers): NamedTensors {
  const { inputs } = network.plan;
  return new Map(
    inputs.map(({ name, shape }, index): [string, Tensor] => [
      `${inputs.length === 1 ? "input" : name}.grad`,
      tensorOf(network.inputGradient(index).subarray(0, n * sizeOf(shape)), {
        n,
        shape,
        layout: own?.inputLayouts[index],
      }),
    ]),
  );
}
