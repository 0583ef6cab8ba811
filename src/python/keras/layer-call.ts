/** A layer as it is called: its arguments, its inputs, and where to say that Keras would raise. */
import type { Dim } from "../../tensor/dim.ts";
import type { Arguments } from "../arguments.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import type { SourceFix } from "../trace.ts";
import type { Instance } from "../value.ts";
import { appendArgument, replaceArgument } from "./fixes.ts";
import type { KerasTensor } from "./keras-tensor.ts";
import { inputShapeArgument, type LayerState } from "./layer-state.ts";
import type { Options } from "./options.ts";
import type { KerasProblemCode } from "./problem-codes.ts";
import { type DataFormat, dataFormatOf, unknownSize } from "./session.ts";
import { settingsOf } from "./settings.ts";
import type { Shape } from "./sizes.ts";

export class LayerCall {
  readonly run: Run;
  readonly layer: Instance;
  readonly state: LayerState;
  /** Of the construction. */
  readonly options: Options;
  readonly inputs: readonly KerasTensor[];
  /** What the call hands over, the inputs first. */
  readonly args: Arguments;
  readonly site: Site;

  constructor(run: Run, layer: Instance, state: LayerState, given: Given) {
    this.run = run;
    this.layer = layer;
    this.state = state;
    this.options = state.options;
    this.inputs = given.inputs;
    this.args = given.args;
    this.site = given.site;
  }

  get name(): string {
    return this.state.name;
  }

  get input(): KerasTensor | undefined {
    return this.inputs[0];
  }

  /** The first input's shape; a layer is only asked if it is known, unless it says otherwise. */
  get shape(): Shape {
    return this.inputs[0]?.shape ?? [];
  }

  get shapes(): readonly Shape[] {
    return this.inputs.map(({ shape }) => shape ?? []);
  }

  get dataFormat(): DataFormat {
    const word = this.options.word("data_format", dataFormatOf(this.run));
    return word === "channels_first" ? "channels_first" : "channels_last";
  }

  unknown(reason: string): Dim {
    return unknownSize(this.run, reason);
  }

  problem(code: KerasProblemCode, message: string, fix?: SourceFix): void {
    const { run, site, layer } = this;
    const handed = this.args.positional[0]?.written;
    const related = [{ site: layer.site, message: `${this.name} is made here` }];
    const call = {
      type: layer.cls.name,
      module: layer,
      inputs: this.inputs,
      settings: settingsOf(layer),
      ...(handed && { handed }),
    };
    run.trace.report({ code, severity: "error", message, site, related, call, ...(fix && { fix }) });
  }

  /** A fix that writes `text` where the construction's argument stands. */
  replace(argument: string, text: string): SourceFix | undefined {
    return replaceArgument(this.options.argument(argument), text, `Set ${argument} to ${text}`);
  }

  /** A fix that gives the model's input, where it comes straight in, an axis for its channels. */
  addChannels(): SourceFix | undefined {
    const layer = this.input?.node?.inputs.length === 0 ? this.input.node.layer : undefined;
    const argument = layer && inputShapeArgument(layer);
    const sizes = this.shape.slice(1);
    if (!sizes.every((size) => typeof size === "number")) return undefined;
    const text = `(${[...sizes, 1].join(", ")})`;
    return replaceArgument(argument, text, `Write the shape as ${text}`);
  }

  /** A fix that sets a construction's argument, whether it is written or not. */
  set(argument: string, text: string): SourceFix | undefined {
    if (this.options.argument(argument) !== undefined) return this.replace(argument, text);
    return appendArgument(this.layer.site, `${argument}=${text}`, `Add ${argument}=${text}`);
  }
}

interface Given {
  readonly inputs: readonly KerasTensor[];
  readonly args: Arguments;
  readonly site: Site;
}
