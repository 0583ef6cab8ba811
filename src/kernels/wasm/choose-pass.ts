/** Which loops compute a convolution's three passes: Winograd's tiles where they pay, else the plain ones. */
import type { Instance } from "./instance-parts.ts";
import {
  type Backward,
  type Forward,
  forwardPass,
  inputPass,
  type KernelGradient,
  type KernelPass,
  kernelPass,
  type Target,
  turnTaps,
} from "./passes.ts";
import type { Frame } from "./walk.ts";
import {
  backwardTiling,
  forwardTiling,
  openPanels,
  rowsFit,
  tilesPayBackward,
  tilesPayForward,
  winogradPass,
} from "./winograd.ts";
import { gradientTilesPay, openTiledGradient } from "./winograd-gradient.ts";

interface Choice {
  /** Address of the kernel, [kh, kw, ci / groups, co]. */
  readonly k: number;
  readonly winograd: boolean;
}

/** A forward pass over samples that each lie in `frame`: from the address of one to its output. */
export interface ForwardPass {
  readonly frame: Frame;
  run(x: number, target: Target): void;
}

export function chooseForward(
  instance: Instance,
  forward: Forward,
  { k, winograd, bias }: Choice & { /** Address, or 0. */ readonly bias: number },
): ForwardPass {
  if (winograd && tilesPayForward(forward.sizes) && rowsFit(forward.sizes, forward.walk.frame.width)) {
    const tiling = forwardTiling(forward);
    const panels = openPanels(instance, tiling, k);
    return {
      frame: tiling.frame,
      run: (x, target) => winogradPass(instance, tiling, panels, { x, bias }, target),
    };
  }
  return {
    frame: forward.walk.frame,
    run: (x, target) => forwardPass(instance, forward, { x, k, bias }, target),
  };
}

/** A pass back over gradients that each lie in `frame`: from the address of one to its input's. */
export interface InputPass {
  readonly frame: Frame;
  run(dy: number, dx: number, how: number): void;
}

/** The kernel is turned at once, and not read again. */
export function chooseInputPass(instance: Instance, backward: Backward, { k, winograd }: Choice): InputPass {
  const { sizes, walk } = backward;
  const { ci, co, groups, window } = sizes;
  const turned = instance.rooms.turned((window.kh * window.kw * ci * co) / groups);
  turnTaps(instance, backward, k, turned);
  const [phase] = walk.phases;
  if (winograd && phase && tilesPayBackward(sizes) && rowsFit(sizes, walk.frame.width)) {
    const tiling = backwardTiling(sizes, walk.frame, phase);
    const panels = openPanels(instance, tiling, turned);
    return {
      frame: tiling.frame,
      run: (x, y, how) => winogradPass(instance, tiling, panels, { x, bias: 0 }, { y, channels: ci, how }),
    };
  }
  return {
    frame: walk.frame,
    run: (dy, dx, how) => inputPass(instance, backward, { dy, turned, dx }, how),
  };
}

interface KernelChoice {
  /** Address of the kernel's gradient, to which it is added. */
  readonly dk: number;
  /** Sums in blocks, which are more precise, in place of one. */
  readonly inBlocks: boolean;
  readonly winograd: boolean;
}

export function chooseKernelPass(
  instance: Instance,
  plan: KernelGradient,
  { dk, inBlocks, winograd }: KernelChoice,
): KernelPass {
  const { sizes, walk } = plan;
  if (winograd && gradientTilesPay(sizes)) return openTiledGradient(instance, sizes, dk);
  const add = (x: number, dy: number) => kernelPass(instance, plan, { x, dy, dk }, inBlocks);
  return { frame: walk.frame, add, finish: () => undefined };
}
