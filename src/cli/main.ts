/** The program `convlens`. */
import { expectWidening } from "../kernels/choose-backend.ts";
import { hasWideFlags } from "../tensor/backend.ts";
import { runCli } from "./cli.ts";
import { processTerminal } from "./terminal.ts";
import { needsWideProcess, runWide } from "./wide-process.ts";

const args = process.argv.slice(2);
const { execArgv } = process;
if (hasWideFlags(execArgv)) expectWidening();
// Without such a process the command refuses these kernels and says why.
const elsewhere = needsWideProcess(args, execArgv) ? await runWide(args, { execArgv }) : undefined;
// Not process.exit: what was printed may still be on its way through a pipe.
process.exitCode = elsewhere ?? (await runCli(args, processTerminal()));
