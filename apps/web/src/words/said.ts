/** A sentence in which names are emphasised. */
export type Said = readonly (string | { strong: string })[]

export const strong = (text: string): { strong: string } => ({ strong: text })

export const saidAloud = (said: Said): string =>
  said.map((part) => (typeof part === 'string' ? part : part.strong)).join('')
