/** Which loops compute a convolution forward and back to its input: Winograd's tiles where they pay, else the plain ones. */
import type { Instance } from "./instance-parts.ts";
import { type Backward, type Forward, forwardPass, inputPass, type Target, turnTaps } from "./passes.ts";
import { backwardTiling, forwardTiling, openPanels, winogradPass, winogradPays } from "./winograd.ts";

interface Choice {
  /** Address of the kernel, [kh, kw, ci / groups, co]. */
  readonly k: number;
  readonly winograd: boolean;
}

/** From the address of a framed sample to its output. */
export function chooseForward(
  instance: Instance,
  forward: Forward,
  { k, winograd, bias }: Choice & { /** Address, or 0. */ readonly bias: number },
): (x: number, target: Target) => void {
  if (winograd && winogradPays(forward.sizes, forward.walk.frame.width)) {
    const tiling = forwardTiling(forward);
    const panels = openPanels(instance, tiling, k);
    return (x, target) => winogradPass(instance, tiling, panels, { x, bias }, target);
  }
  return (x, target) => forwardPass(instance, forward, { x, k, bias }, target);
}

/** From the address of a framed gradient to its input's; the kernel is turned at once, and not read again. */
export function chooseInputPass(
  instance: Instance,
  backward: Backward,
  { k, winograd }: Choice,
): (dy: number, dx: number, how: number) => void {
  const { sizes, walk } = backward;
  const { ci, co, groups, window } = sizes;
  const turned = instance.rooms.turned((window.kh * window.kw * ci * co) / groups);
  turnTaps(instance, backward, k, turned);
  const [phase] = walk.phases;
  if (winograd && phase && winogradPays(sizes, walk.frame.width)) {
    const tiling = backwardTiling(sizes, phase);
    const panels = openPanels(instance, tiling, turned);
    return (x, y, how) => winogradPass(instance, tiling, panels, { x, bias: 0 }, { y, channels: ci, how });
  }
  return (dy, dx, how) => inputPass(instance, backward, { dy, turned, dx }, how);
}
