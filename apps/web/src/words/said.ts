/** A sentence with the names in it that carry weight. */
export type Said = readonly (string | { strong: string })[]

export const strong = (text: string): { strong: string } => ({ strong: text })

export const saidAloud = (said: Said): string =>
  said.map((part) => (typeof part === 'string' ? part : part.strong)).join('')
