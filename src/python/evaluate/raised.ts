/** What ends an evaluation early: a Python exception, a budget, or a mistake that says enough. */
import type { Site } from "../site.ts";
import type { Instance } from "../value.ts";

/** A Python exception on its way to a handler. */
export class Raised {
  readonly exception: Instance;
  readonly site: Site;

  constructor(exception: Instance, site: Site) {
    this.exception = exception;
    this.site = site;
  }

  /** `ValueError: too large`. */
  get text(): string {
    const message = messageOf(this.exception);
    return message === "" ? this.exception.cls.name : `${this.exception.cls.name}: ${message}`;
  }
}

/** The text that an exception was made with. */
export function messageOf(exception: Instance): string {
  return typeof exception.native === "string" ? exception.native : "";
}

/** A mistake behind which nothing is asked for. */
export class Ended {}

/** More work, depth or memory than we give one evaluation. */
export class BudgetExceeded {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}
