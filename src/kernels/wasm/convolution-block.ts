/** A convolution with bias and ReLU, bound to its arrays: see src/tensor/blocks.ts. With a pool behind it: pooled-block.ts. */
import type { Block, BlockArrays, BlockGradients, ConvolutionBlock } from "../../tensor/blocks.ts";
import { chooseForward, chooseInputPass, chooseKernelPass } from "./choose-pass.ts";
import type { Instance } from "./instance-parts.ts";
import { accumulate, frameSample, planBackward, planForward, planKernelGradient, relu } from "./passes.ts";

export function bindConvolutionBlock(
  instance: Instance,
  { conv, relu: isRelu, winograd }: ConvolutionBlock,
  arrays: BlockArrays,
  gradients: BlockGradients | undefined,
): Block {
  const { wasm, at, take, write, rooms } = instance;
  const { ci, co, window } = conv;
  const { h, w, oh, ow } = window;
  const table = (offsets: readonly number[]): number => write(take(offsets.length), offsets);
  const image = { h, w, c: ci };
  const map = { h: oh, w: ow, c: co };
  const [inputBytes, outputBytes] = [4 * h * w * ci, 4 * oh * ow * co];
  const [x, k, y] = [at(arrays.x), at(arrays.k), at(arrays.y)];
  const bias = arrays.bias ? at(arrays.bias) : 0;
  const forward = planForward(conv, table);

  function backwardPass({ dy: upstream, dx: downstream, dk: kernel, dbias }: BlockGradients): Block["backward"] {
    const dy = at(upstream);
    const dx = downstream ? at(downstream) : 0;
    const dk = at(kernel);
    const db = dbias ? at(dbias) : 0;
    const toKernel = planKernelGradient(conv, table);
    const toInput = dx ? planBackward(conv, table) : undefined;
    return (n, how) => {
      if (isRelu) wasm.maskByRelu(y, dy, n * oh * ow * co);
      // Turned before anything is added to the kernel, which may be what this pass writes to.
      const passToInput = toInput && chooseInputPass(instance, toInput, { k, winograd });
      // Straight into a weight every addition costs a rounding of the weight, so that there is one.
      const learning = { dk: how.intoWeights ? k : dk, inBlocks: !how.intoWeights, winograd };
      const passToKernel = chooseKernelPass(instance, toKernel, learning);
      for (let sample = 0; sample < n; sample++) {
        const gradient = dy + sample * outputBytes;
        if (passToInput) {
          const framed = frameSample(instance, gradient, map, passToInput.frame, rooms.gradient);
          passToInput.run(framed, dx + sample * inputBytes, how.accumulate ? accumulate : 0);
        }
        const framed = frameSample(instance, x + sample * inputBytes, image, passToKernel.frame, rooms.sample);
        passToKernel.add(framed, gradient);
      }
      passToKernel.finish();
      if (db) wasm.biasGradient(dy, how.intoWeights ? bias : db, n * oh * ow, co);
    };
  }

  return {
    forward(n) {
      const pass = chooseForward(instance, forward, { k, winograd, bias });
      for (let sample = 0; sample < n; sample++) {
        const framed = frameSample(instance, x + sample * inputBytes, image, pass.frame, rooms.sample);
        pass.run(framed, { y: y + sample * outputBytes, channels: co, how: isRelu ? relu : 0 });
      }
    },
    backward: gradients ? backwardPass(gradients) : () => {},
  };
}
