import { expect, it } from "vitest";
import { Random } from "../../../src/tensor/random.ts";

it("fills an array with the numbers that it would give one by one", () => {
  const [whole, single] = [new Random(5), new Random(5)];
  const numbers = new Float64Array(1000);
  whole.uniforms(numbers);
  expect([...numbers]).toEqual(Array.from({ length: 1000 }, () => single.uniform()));
  expect(whole.bits()).toBe(single.bits());
});

it.each([0, 0.1, 0.5, 0.9])("masks what it would give below %d", (rate) => {
  const [whole, single] = [new Random(6), new Random(6)];
  const mask = new Float64Array(1000);
  whole.mask(mask, rate, 1.25);
  expect([...mask]).toEqual(Array.from({ length: 1000 }, () => (single.uniform() < rate ? 0 : 1.25)));
  expect(whole.bits()).toBe(single.bits());
});
