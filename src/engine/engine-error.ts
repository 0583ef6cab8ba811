/** Something the engine cannot do, said to people: subject, expected, found, remedy. */
export class EngineError extends Error {
  override readonly name = "EngineError";
}
