/** Chooses the command and gives every failure its line and its exit code. */
import { DatasetError } from "../data/dataset-error.ts";
import { EngineError } from "../engine/engine-error.ts";
import { bench } from "./bench.ts";
import { check } from "./check.ts";
import { CliError, type ExitCode, exit } from "./exit.ts";
import { gradcheck } from "./gradcheck.ts";
import { run } from "./run.ts";
import { shapes } from "./shapes.ts";
import type { Terminal } from "./terminal.ts";
import { train } from "./train.ts";

type Command = (args: readonly string[], terminal: Terminal) => ExitCode | Promise<ExitCode>;

const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ["shapes", shapes],
  ["check", check],
  ["train", train],
  ["run", run],
  ["gradcheck", gradcheck],
  ["bench", bench],
]);

const usage = `convlens COMMAND [FILE.cnn.json | FILE.py | FILE.onnx] [options]

  shapes FILE [--input 1,28,28,1] [--entry NAME] [--args JSON]
                                      every layer's output shape, parameters and operations; of several
                                      inputs of Python source or ONNX: --input "1,3,32,32;1,10"
                                      (an ONNX file has no lines: line is the node's number in it, from 1;
                                      run takes and dumps its values in its own order, channels first)
  check FILE...                       the models' mistakes, one line each
  train FILE [--epochs N] [--samples N] [--test-samples N] [--batch-size N] [--learning-rate X] [--seed N]
             [--no-shuffle] [--data DIR] [--weights W.safetensors] [--save W.safetensors] [--threads N] [--kernels K]
  run FILE --input IN.safetensors|IMAGE.png|mnist:7 [--dump OUT.safetensors] [--weights W.safetensors]
             [--label N | --upstream G.safetensors] [--training] [--kernels K]
  gradcheck FILE [--weights W.safetensors] [--kernels K]   gradients against central differences
  bench [--seconds N] [--threads N] [--kernels K]          how fast the engine is on this machine

K: auto, relaxed, simd, reference, or wide, an experiment of V8's. Threads: at most so many; fewer where more would not be faster.
--json prints JSON. Exit 0: done; 1: the model has errors; 2: wrong usage or unreadable input.
`;

/** Runs one command line, without the program's name. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === "--help" || name === "-h" || name === "help") {
    terminal.print(usage);
    return exit.done;
  }
  try {
    return await findCommand(name)(rest, terminal);
  } catch (error) {
    if (error instanceof EngineError) return fail(error, exit.modelHasErrors, terminal);
    if (error instanceof CliError || error instanceof DatasetError) return fail(error, exit.unusable, terminal);
    throw error;
  }
}

function findCommand(name: string | undefined): Command {
  const known = [...commands.keys()].join(", ");
  if (name === undefined) throw new CliError(`Give a command: ${known}. convlens --help says more.`);
  const command = commands.get(name);
  if (command === undefined) throw new CliError(`There is no command "${name}": ${known}.`);
  return command;
}

function fail(error: Error, code: ExitCode, terminal: Terminal): ExitCode {
  terminal.tell(`convlens: ${error.message.replace(/\s*\n\s*/g, " ")}\n`);
  return code;
}
