import { expect, it } from "vitest";
import { Random } from "../../../src/tensor/random.ts";

it("fills an array with the numbers that it would give one by one", () => {
  const [whole, single] = [new Random(5), new Random(5)];
  const numbers = new Float64Array(1000);
  whole.uniforms(numbers);
  expect([...numbers]).toEqual(Array.from({ length: 1000 }, () => single.uniform()));
  expect(whole.bits()).toBe(single.bits());
});
