/** Text edits that mend a call's arguments: another value in an argument's place, or an argument more. */
import { appendedArgument } from "../append-argument.ts";
import type { Argument } from "../arguments.ts";
import type { Site } from "../site.ts";
import type { SourceFix } from "../trace.ts";

/** `undefined`: the argument stands at no single place. */
export function replaceArgument(argument: Argument | undefined, text: string, title: string): SourceFix | undefined {
  if (argument?.written === undefined) return undefined;
  return { title, edits: [{ ...argument.written, text }] };
}

/** `text` as a last argument of the call at `site`; `undefined` if no call is written there. */
export function appendArgument(site: Site, text: string, title: string): SourceFix | undefined {
  const edit = appendedArgument(site, text);
  return edit && { title, edits: [edit] };
}
