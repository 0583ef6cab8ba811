/** What may be the name of a layer or an input; it is shown in messages and is part of its weights' names. */
const LONGEST_NAME = 100;

export const nameRule = `name must be text of 1 to ${LONGEST_NAME} characters, not only white space`;

export function isUsableName(name: string): boolean {
  return name.trim() !== "" && name.length <= LONGEST_NAME;
}
