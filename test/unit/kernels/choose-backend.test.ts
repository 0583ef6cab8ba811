import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { small } from "../cli/models.ts";

/** A module that no WebAssembly accepts, as relaxed SIMD is to a processor without it. */
const refused = new Uint8Array([0, 97, 115, 109, 9, 9, 9, 9]);

async function withBinaries(binaries: { relaxed?: Uint8Array; simd?: Uint8Array }) {
  vi.resetModules();
  vi.doMock("../../../src/kernels/wasm/binaries.ts", async (original) => ({
    ...(await original<object>()),
    ...binaries,
  }));
  return import("../../../src/kernels/choose-backend.ts");
}

beforeEach(() => vi.resetModules());
afterEach(() => vi.doUnmock("../../../src/kernels/wasm/binaries.ts"));

test("without relaxed SIMD plain SIMD is taken, and without that plain TypeScript", async () => {
  const { chooseBackend } = await withBinaries({ relaxed: refused });
  expect(chooseBackend().name).toBe("simd");
  const { chooseBackend: choosePoorly } = await withBinaries({ relaxed: refused, simd: refused });
  expect(choosePoorly().name).toBe("reference");
});

/** As kernels that write ones wherever a convolution should be. */
async function withWrongNumbers() {
  vi.resetModules();
  vi.doMock("../../../src/kernels/wasm/instance.ts", async (original) => {
    const { openArena, fitsMemory } = await original<typeof import("../../../src/kernels/wasm/instance.ts")>();
    const wrong: typeof openArena = (...args) => {
      const arena = openArena(...args);
      return { ...arena, kernels: { ...arena.kernels, conv2d: (_x, _k, y) => void y.fill(1) } };
    };
    return { openArena: wrong, fitsMemory };
  });
  const module = await import("../../../src/kernels/choose-backend.ts");
  vi.doUnmock("../../../src/kernels/wasm/instance.ts");
  return module;
}

test("kernels that give wrong numbers are not taken", async () => {
  const { chooseBackend } = await withWrongNumbers();
  expect(chooseBackend().name).toBe("reference");
});

test("wide kernels that give wrong numbers are not taken, and it is said", async () => {
  const { chooseBackend, expectWidening, explainMissing } = await withWrongNumbers();
  expectWidening();
  const backend = chooseBackend("wide");
  expect(backend.name).toBe("reference");
  expect(explainMissing("wide", backend)).toMatch(/revectorize, which does not run on this machine or gives wrong/);
});

test("wide kernels are only taken when they are asked for", async () => {
  const { chooseBackend, expectWidening } = await withBinaries({});
  expectWidening();
  expect(chooseBackend().name).toBe("relaxed");
  expect(chooseBackend("wide").name).toBe("wide");
});

test("wide kernels are not for a process without V8's flags, and it is said", async () => {
  const { chooseBackend, explainMissing } = await withBinaries({});
  expect(explainMissing("wide", chooseBackend("wide"))).toBe(
    "The wide kernels need a process that was started with V8's --experimental-wasm-revectorize, which this one was not.",
  );
});

test("a tier that is asked for and not there is said, and why", async () => {
  const { chooseBackend, explainMissing } = await withBinaries({ relaxed: refused });
  expect(explainMissing("relaxed", chooseBackend("relaxed"))).toMatch(
    /^The relaxed kernels need WebAssembly with relaxed SIMD/,
  );
  expect(explainMissing("simd", chooseBackend("simd"))).toBeUndefined();
  expect(explainMissing("auto", chooseBackend("auto"))).toBeUndefined();
});

test("the command line refuses it with a remedy", async () => {
  await withBinaries({ relaxed: refused });
  const { convlens, temporaryFile } = await import("../cli/convlens.ts");
  const { code, err } = await convlens(["gradcheck", temporaryFile("a.cnn.json", small), "--kernels", "relaxed"]);
  expect(code).toBe(2);
  expect(err).toMatch(/^convlens: The relaxed kernels need .* this machine.* Leave --kernels out/);
});
