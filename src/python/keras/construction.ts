/** A layer as it is constructed: its arguments, and where to say that Keras would refuse them. */
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import type { SourceFix } from "../trace.ts";
import { replaceArgument } from "./fixes.ts";
import type { Options } from "./options.ts";
import type { KerasProblemCode } from "./problem-codes.ts";

export class Construction {
  readonly run: Run;
  readonly name: string;
  readonly options: Options;
  readonly site: Site;

  constructor(run: Run, name: string, options: Options, site: Site) {
    this.run = run;
    this.name = name;
    this.options = options;
    this.site = site;
  }

  problem(code: KerasProblemCode, message: string, fix?: SourceFix): void {
    this.run.trace.report({ code, severity: "error", message, site: this.site, ...(fix && { fix }) });
  }

  /** A fix that writes `text` where the argument stands. */
  replace(argument: string, text: string): SourceFix | undefined {
    return replaceArgument(this.options.argument(argument), text, `Set ${argument} to ${text}`);
  }
}
