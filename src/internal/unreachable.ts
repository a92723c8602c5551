/** Stands where no case is left: the compiler proves it, and the throw guards against wrong data. */
export function unreachable(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
