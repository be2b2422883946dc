/** Returns all parts of a key that have 8 characters. */
export const partsOf = (key: string): string[] =>
  Array.from({ length: key.length - 7 }, (_, index) => key.slice(index, index + 8))
