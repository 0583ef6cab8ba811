/** A dense layer with bias and ReLU, bound to its arrays: see src/tensor/blocks.ts. */
import type { Block, BlockArrays, BlockGradients, DenseBlock } from "../../tensor/blocks.ts";
import type { Instance } from "./instance-parts.ts";
import { accumulate, relu } from "./passes.ts";
import { denseInputPass, denseKernelPass, densePass, denseStep } from "./wrap-dense.ts";

export function bindDenseBlock(
  instance: Instance,
  block: DenseBlock,
  arrays: BlockArrays,
  gradients: BlockGradients | undefined,
): Block {
  const { wasm, at } = instance;
  const { i, o } = block;
  const [x, k, y] = [at(arrays.x), at(arrays.k), at(arrays.y)];
  const given = { x, k, y, bias: arrays.bias ? at(arrays.bias) : 0 };
  const dy = gradients ? at(gradients.dy) : 0;
  const dx = gradients?.dx ? at(gradients.dx) : 0;
  const dk = gradients ? at(gradients.dk) : 0;
  const dbias = gradients?.dbias ? at(gradients.dbias) : 0;
  return {
    forward: (n) => densePass(instance, given, { n, i, o }, block.relu ? relu : 0),
    backward(n, how) {
      const sizes = { n, i, o };
      if (block.relu) wasm.maskByRelu(y, dy, n * o);
      const toInput = how.accumulate ? accumulate : 0;
      if (!(dx && how.intoWeights && denseStep(instance, { x, dy, k, dx }, sizes, toInput))) {
        // The input's gradient first: the kernel may be what the last pass writes to.
        if (dx) denseInputPass(instance, { dy, k, dx }, sizes, toInput);
        denseKernelPass(instance, x, dy, how.intoWeights ? k : dk, sizes);
      }
      if (dbias) wasm.biasGradient(dy, how.intoWeights ? given.bias : dbias, n, o);
    },
  };
}
