/** A sentence as its parts. The parts with `strong` are emphasised. */
export type Sentence = readonly (string | { strong: string })[]

export const strong = (text: string): { strong: string } => ({ strong: text })

export const sentenceText = (sentence: Sentence): string =>
  sentence.map((part) => (typeof part === 'string' ? part : part.strong)).join('')
