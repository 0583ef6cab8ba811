/**
 * A convolution with bias, ReLU and max pooling, bound to its arrays: see src/tensor/blocks.ts. The map before the pool is
 * there for one sample at a time, its gradient never (src/kernels/wasm/assembly/pooled.ts).
 */
import type { Block, BlockArrays, BlockGradients, ConvolutionBlock } from "../../tensor/blocks.ts";
import type { Window } from "../../tensor/window.ts";
import { chooseForward } from "./choose-pass.ts";
import type { Instance } from "./instance-parts.ts";
import { frameSample, planForward } from "./passes.ts";

export function bindPooledBlock(
  instance: Instance,
  { conv, relu, winograd }: ConvolutionBlock,
  pool: Window,
  arrays: BlockArrays,
  gradients: BlockGradients | undefined,
): Block {
  const { wasm, at, take, write, rooms, setWindow } = instance;
  const { ci, co, window } = conv;
  const { h, w, kh, kw, rh, oh, ow } = window;
  const image = { h, w, c: ci };
  const places = pool.oh * pool.ow;
  const [inputBytes, outputBytes] = [4 * h * w * ci, 4 * places * co];
  const [x, k, y] = [at(arrays.x), at(arrays.k), at(arrays.y)];
  const bias = arrays.bias ? at(arrays.bias) : 0;
  const winners = arrays.winners ? at(arrays.winners) : 0;
  const forward = planForward(conv, (offsets) => write(take(offsets.length), offsets));
  const { frame, from, xRow, xNext } = forward.walk;
  const channels = wholeVectors(co);

  function backwardPass({ dy: upstream, dx: downstream, dk: kernel, dbias }: BlockGradients): Block["backward"] {
    const dy = at(upstream);
    const dx = downstream ? at(downstream) : 0;
    const dk = at(kernel);
    const db = dbias ? at(dbias) : 0;
    const run = kw * ci;
    const pitch = 4 * rh * frame.width * ci;
    const turnedNumbers = co * kh * paddedRun(run);
    const capacity = 8 * places + 8;
    const frameNumbers = frame.height * frame.width * ci;

    /** dx of one sample, in its frame. */
    function spread(sample: number, turned: number, list: number, add: boolean): void {
      const room = rooms.gradient(frameNumbers + slack);
      wasm.clear(room, frameNumbers);
      setWindow(pool);
      const gradient = dy + sample * outputBytes;
      const won = winners + sample * outputBytes;
      wasm.spreadPooled(gradient, won, turned, room + from, kh, run, pitch, co, xRow, xNext, list);
      const to = dx + sample * inputBytes;
      wasm.cropSample(room, to, h, w, ci, frame.top, frame.left, frame.width, add ? 1 : 0);
    }

    return (n, { accumulate, intoWeights }) => {
      if (relu) wasm.maskByRelu(y, dy, n * places * co);
      const ends = rooms.lists((capacity / 4 + 1) * channels);
      const lists = ends + 4 * channels;
      const turned = rooms.turned(turnedNumbers);
      const sums = rooms.kernelGradient(turnedNumbers);
      if (dx) wasm.turnKernel(k, turned, kh, run, co);
      wasm.clear(sums, turnedNumbers);
      for (let sample = 0; sample < n; sample++) {
        const gradient = dy + sample * outputBytes;
        if (dx) spread(sample, turned, lists, accumulate);
        const toBias = db && intoWeights ? bias : db;
        wasm.listByChannel(gradient, winners + sample * outputBytes, toBias, places, co, lists, capacity, ends);
        const framed = frameSample(instance, x + sample * inputBytes, image, frame, rooms.sample);
        wasm.gatherKernel(framed + from, sums, kh, run, pitch, co, lists, capacity, ends);
      }
      wasm.addTurnedKernel(sums, intoWeights ? k : dk, kh, run, co);
    };
  }

  return {
    forward(n) {
      const map = rooms.map(oh * ow * channels);
      const pass = chooseForward(instance, forward, { k, winograd, bias });
      for (let sample = 0; sample < n; sample++) {
        const framed = frameSample(instance, x + sample * inputBytes, image, pass.frame, rooms.sample);
        pass.run(framed, { y: map, channels, how: 0 });
        setWindow(pool);
        const to = sample * outputBytes;
        wasm.poolMap(map, channels, y + to, winners ? winners + to : 0, co, relu ? 1 : 0, xRow, xNext);
      }
    },
    backward: gradients ? backwardPass(gradients) : () => {},
  };
}

/** What the loops write and read behind a frame's end, at most: three vectors and a part of one. */
const slack = 16;

function wholeVectors(length: number): number {
  return 4 * Math.ceil(length / 4);
}

/** `paddedVectors` of assembly/pooled.ts, in numbers. */
function paddedRun(run: number): number {
  const vectors = Math.ceil(run / 4);
  const rest = vectors % 12;
  return 4 * (vectors - rest + 4 * Math.ceil(rest / 4));
}
