/** A layer as it is constructed: its arguments, and where to say that Keras would refuse them. */
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import type { SourceFix } from "../trace.ts";
import type { Instance } from "../value.ts";
import { replaceArgument } from "./fixes.ts";
import type { Options } from "./options.ts";
import type { KerasProblemCode } from "./problem-codes.ts";
import { settingsOf } from "./settings.ts";

export class Construction {
  readonly run: Run;
  readonly name: string;
  readonly options: Options;
  readonly site: Site;
  readonly layer: Instance;

  constructor(run: Run, layer: Instance, { name, options, site }: Made) {
    this.run = run;
    this.layer = layer;
    this.name = name;
    this.options = options;
    this.site = site;
  }

  problem(code: KerasProblemCode, message: string, fix?: SourceFix): void {
    const { layer, site } = this;
    const call = { type: layer.cls.name, module: layer, inputs: [], settings: settingsOf(layer) };
    this.run.trace.report({ code, severity: "error", message, site, call, ...(fix && { fix }) });
  }

  /** A fix that writes `text` where the argument stands. */
  replace(argument: string, text: string): SourceFix | undefined {
    return replaceArgument(this.options.argument(argument), text, `Set ${argument} to ${text}`);
  }
}

interface Made {
  readonly name: string;
  readonly options: Options;
  readonly site: Site;
}
