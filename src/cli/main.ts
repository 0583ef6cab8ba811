/** The program `convlens`. */
import { runCli } from "./cli.ts";
import { processTerminal } from "./terminal.ts";

// Not process.exit: what was printed may still be on its way through a pipe.
process.exitCode = await runCli(process.argv.slice(2), processTerminal());
