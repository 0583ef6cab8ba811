// The speed of light of a tier: nothing but multiplications and additions on registers, as many as the workload has.

import type { BackendName } from "../../src/tensor/backend.ts";
import { type Contender, type Prepared, type Spent, spend, Unable } from "../contender.ts";
import type { Workload } from "../workloads.ts";
import { createMultiplier, flopsPerTurn } from "./multiplier.ts";

export class Peak implements Contender {
  readonly name: string;
  readonly #tier: BackendName;
  #turns = 0;
  #multiply: (turns: number) => void = () => {};

  constructor(tier: BackendName) {
    this.#tier = tier;
    this.name = `multiplications on registers, ${tier}`;
  }

  async load(): Promise<void> {
    if (this.#tier === "reference" || this.#tier === "wide")
      throw new Unable("only SIMD of 128 bits has its peak here");
    this.#multiply = createMultiplier(this.#tier);
  }

  async prepare(workload: Workload): Promise<Prepared> {
    if (workload.kind !== "convolution") throw new Unable("has no count of a whole network's operations");
    this.#turns = Math.round((workload.quantity(1) * 1e9) / flopsPerTurn);
    return { check: undefined };
  }

  async run(times: number): Promise<Spent> {
    return spend(() => {
      for (let i = 0; i < times; i++) this.#multiply(this.#turns);
    });
  }
}
