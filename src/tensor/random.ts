/**
 * Seeded random numbers: the same seed gives the same run on every machine. The generator is `sfc32` (Chris
 * Doty-Humphrey's Small Fast Counting generator from PractRand, 128 bits of state), seeded by mixing one integer with SplitMix32.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number) {
    const mix = splitMix32(seed);
    this.#a = mix();
    this.#b = mix();
    this.#c = mix();
    for (let i = 0; i < 12; i++) this.bits();
  }

  /** 32 random bits as an unsigned integer. */
  bits(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Uniform in [0, 1), with 32 bits. */
  uniform(): number {
    return this.bits() / 4294967296;
  }

  /** Fills an array as `uniform` would, number by number; with a limit evenly between its negative and itself. */
  uniforms(target: Float32Array | Float64Array, limit?: number): void {
    if (limit === undefined) this.#fill(target, 1, 0, 1, false);
    else this.#fill(target, 2, 1, limit, false);
  }

  /** Fills an array with zeros, each with a probability of `rate`, which is below 1, and else with `kept`: `uniform` decides. */
  mask(target: Float32Array | Float64Array, rate: number, kept: number): void {
    this.#fill(target, 1, rate - 1, kept, true);
  }

  /**
   * target = (factor * uniform - less) * scale, number by number; `whole`: the bracket rounded down. Rounding makes a mask
   * without a branch, which random numbers would let be guessed wrong.
   */
  #fill(target: Float32Array | Float64Array, factor: number, less: number, scale: number, whole: boolean): void {
    // The state in registers. Told that these are whole numbers of 32 bits, V8 does not keep them as doubles.
    let a = this.#a | 0;
    let b = this.#b | 0;
    let c = this.#c | 0;
    let counter = this.#counter | 0;
    for (let i = 0; i < target.length; i++) {
      const sum = (((a + b) | 0) + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + sum) | 0;
      const value = factor * ((sum >>> 0) / 4294967296) - less;
      target[i] = (whole ? Math.floor(value) : value) * scale;
    }
    [this.#a, this.#b, this.#c, this.#counter] = [a, b, c, counter];
  }

  /** Standard normal, by Box and Muller's transform. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Puts the items into a random order, in place (Fisher and Yates). */
  shuffle(items: Uint32Array): void {
    for (let last = items.length - 1; last > 0; last--) {
      const other = Math.floor(this.uniform() * (last + 1));
      const kept = items[last] as number;
      items[last] = items[other] as number;
      items[other] = kept;
    }
  }
}

function splitMix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
}
