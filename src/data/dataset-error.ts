/** A data set or an image that cannot be used, said to people: subject, expected, found, remedy. */
export class DatasetError extends Error {
  override readonly name = "DatasetError";
}
