/** What one operation may ask for (R4); the console's largest documents stay well below. */
export const LIMITS = {
  tokens: 1_000,
  /** Levels of fields. The console's run page has 8. */
  depth: 10,
  aliases: 15,
  directives: 50,
  /** Objects that the document could answer with, were every page full. The console's largest asks for 35,000. */
  objects: 250_000,
  bodyBytes: 3 * 1024 * 1024,
  operationsPerSocket: 50,
  socketMessageBytes: 256 * 1024,
} as const
