const SEGMENTER = new Intl.Segmenter('en', { granularity: 'word' })
const PARTS = /\p{L}[\p{L}\p{M}\p{N}]*|\p{N}[\p{L}\p{M}\p{N}]*/gu
const HUMPS = /(?<=\p{Ll}|\p{N})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u

/** A word of a text. `parts` are the words in a name such as `userTable`. They are empty when the word is no such name. */
export interface TextWord {
  whole: string
  parts: readonly string[]
}

/**
 * Divides a text of any language into whole words, as Unicode defines them (E1). For languages without spaces, such as Chinese, Japanese
 * and Thai, the words come from the dictionaries of the platform. The words are in lower case and without accents of Latin letters, because
 * people often leave them out.
 */
export function wordsOf(text: string): TextWord[] {
  const words: TextWord[] = []
  for (const { segment, isWordLike } of SEGMENTER.segment(text.normalize('NFC')))
    if (isWordLike) for (const [part] of segment.matchAll(PARTS)) words.push(wordOf(part))
  return words
}

function wordOf(written: string): TextWord {
  const parts = written.split(HUMPS)
  return { whole: plain(written), parts: parts.length > 1 ? parts.map(plain) : [] }
}

const plain = (word: string): string =>
  word
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()

/** Returns the words of a path: the parts between its separators, dots and capital letters, such as `src`, `user`, `test`, `ts`. */
export const wordsOfPath = (path: string): string[] =>
  [...path.matchAll(PARTS)].flatMap(([part]) => [plain(part), ...wordOf(part).parts])
