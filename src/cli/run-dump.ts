/** What a pass leaves behind, as tensors with the batch first. Their data are views of the network's arrays. */
import type { Network } from "../engine/network.ts";
import type { NamedTensors, Tensor } from "../tensor/named-tensor.ts";
import { sizeOf } from "../tensor/shape.ts";

/** `NAME.output` of every layer. */
export function dumpOutputs(network: Network, n: number): NamedTensors {
  return new Map(
    network.plan.nodes.map(({ name, index, shape }): [string, Tensor] => [
      `${name}.output`,
      { shape: [n, ...shape.output], data: network.output(index) },
    ]),
  );
}

/** `NAME.grad.output` of every layer and `NAME.grad.WEIGHT` of every trained weight. */
export function dumpGradients(network: Network, n: number): NamedTensors {
  const outputs = network.plan.nodes.map(({ name, index, shape }): [string, Tensor] => [
    `${name}.grad.output`,
    { shape: [n, ...shape.output], data: network.outputGradient(index) },
  ]);
  const weights = network.weights.flatMap(({ layer, spec, gradient }): [string, Tensor][] =>
    spec.trainable && gradient ? [[`${layer}.grad.${spec.name}`, { shape: spec.shape, data: gradient }]] : [],
  );
  return new Map([...outputs, ...weights]);
}

/** `input.grad`; with several inputs one under each one's name. */
export function dumpInputGradients(network: Network, n: number): NamedTensors {
  const { inputs } = network.plan;
  return new Map(
    inputs.map(({ name, shape }, index): [string, Tensor] => [
      `${inputs.length === 1 ? "input" : name}.grad`,
      { shape: [n, ...shape], data: network.inputGradient(index).subarray(0, n * sizeOf(shape)) },
    ]),
  );
}
