import { defineConfig } from "vitest/config";

/** What opens arenas of WebAssembly by the hundred: one process has room for a limited number. */
const HEAVY = ["kernels", "threads"].map((room) => `test/unit/${room}/**/*.test.ts`);

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: {
    // Property tests take up to ten seconds on two quiet cores, and a multiple of that beside other work.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // Vitest would leave one core free, of two that a small machine has.
    maxWorkers: "100%",
    // Where the processor has protection keys, the V8 of Node 24 ends a process now and then in which threads with
    // WebAssembly come and go: "Check failed: jit_page.has_value()".
    execArgv: ["--no-memory-protection-keys"],
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
      { extends: true, test: { name: "heavy", include: HEAVY } },
    ],
  },
});
