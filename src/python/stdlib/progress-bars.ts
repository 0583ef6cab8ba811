/** `tqdm`, which goes through what it is given, and draws a bar. */
import { Builtin } from "../callables.ts";
import { Native } from "../native.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { roundOf } from "../stream.ts";
import { type Module, Unknown, type Value } from "../value.ts";
import { range } from "./iteration.ts";
import { moduleOf } from "./module-of.ts";
import { argument } from "./read-arguments.ts";

class ProgressBar extends Native {
  readonly typeName = "tqdm";
  readonly #through: Value;
  readonly #site: Site;

  constructor(through: Value, site: Site) {
    super();
    this.#through = through;
    this.#site = site;
  }

  override attribute(_run: Run, name: string): Value | undefined {
    return name === "__enter__" ? new Builtin(name, () => this) : undefined;
  }

  override iterate(run: Run): readonly Value[] | undefined {
    return run.iterate(this.#through, this.#site);
  }

  override round(run: Run, site: Site): Value | undefined {
    return roundOf(run, this.#through, site);
  }

  override length(run: Run): Value {
    return run.length(this.#through, this.#site);
  }
}

const NOTHING = new Unknown("what the bar goes through is not known");

const tqdm = new Builtin("tqdm", (_run, args, site) => {
  return new ProgressBar(argument(args, 0, "iterable") ?? NOTHING, site);
});
const trange = new Builtin("trange", (run, args, site) => new ProgressBar(range.call(run, args, site), site));

export function progressBars(name: string): Module {
  return moduleOf(name, [tqdm, trange]);
}
