import { defineConfig } from "vitest/config";

/** What opens arenas of WebAssembly, threads or processes: one process has room for a limited number of arenas. */
const HEAVY_ROOMS = ["cli", "engine", "kernels", "layers", "threads", "worker"];
const HEAVY = ["test/golden/**/*.test.ts", ...HEAVY_ROOMS.map((room) => `test/unit/${room}/**/*.test.ts`)];

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: {
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: "light",
          include: ["test/**/*.test.ts"],
          exclude: ["test/vscode/**", ...HEAVY],
          // Starting a process and importing the same files again would take longer than most of these tests.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "heavy",
          include: HEAVY,
          // Where the processor has protection keys, the V8 of Node 24 ends a process now and then in which threads with WebAssembly
          // come and go: "Check failed: jit_page.has_value()".
          execArgv: ["--no-memory-protection-keys"],
        },
      },
    ],
  },
});
