import { describe, expect, test } from "vitest";
import { bestThreads, costsOf, isWorthStarting } from "../../../src/threads/worth.ts";
import { networkOf } from "../../support/build.ts";

const model = (filters: number) => ({
  input: [28, 28, 1],
  layers: [
    { type: "conv2d", filters, kernelSize: 3, activation: "relu" },
    { type: "flatten" },
    { type: "dense", units: 10 },
  ],
});

function costs(filters: number, backend: "relaxed" | "reference" = "relaxed") {
  return costsOf(networkOf(model(filters), { batchSize: 1 }).plan, backend);
}

const usual = { sampleUs: 100, testUs: 30, exchangeUs: 100 };

describe("the number of threads", () => {
  test("is one for single images, however large the work", () => {
    expect(bestThreads(1, 1e6, usual, 8)).toBe(1);
  });

  test("is one where a batch costs less than exchanging the weights", () => {
    expect(bestThreads(4, 10, usual, 8)).toBe(1);
    expect(bestThreads(128, 100, { ...usual, exchangeUs: 1e5 }, 8)).toBe(1);
  });

  test("is all that may be had where the work is large", () => {
    expect(bestThreads(128, 100, usual, 2)).toBe(2);
    expect(bestThreads(512, 1000, usual, 8)).toBe(8);
  });

  test("is what takes the least time, between the two", () => {
    const threads = bestThreads(128, 20, usual, 64);
    expect(threads).toBeGreaterThan(2);
    expect(threads).toBeLessThan(16);
  });

  test("is never more than there are samples", () => {
    expect(bestThreads(3, 1e6, usual, 8)).toBe(3);
  });
});

test("a larger layer costs more, and so do slower kernels", () => {
  expect(costs(32).sampleUs).toBeGreaterThan(costs(8).sampleUs);
  expect(costs(8, "reference").testUs).toBeGreaterThan(5 * costs(8).testUs);
  expect(costs(32).exchangeUs).toBeGreaterThan(costs(8).exchangeUs);
});

test("a training that is over at once starts no threads", () => {
  expect(isWorthStarting(200, usual)).toBe(false);
  expect(isWorthStarting(60_000, usual)).toBe(true);
});
