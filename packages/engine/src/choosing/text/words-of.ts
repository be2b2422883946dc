const SEGMENTER = new Intl.Segmenter('en', { granularity: 'word' })
const PARTS = /\p{L}[\p{L}\p{M}\p{N}]*|\p{N}[\p{L}\p{M}\p{N}]*/gu
/** The scripts of languages that write words without spaces. */
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const HUMPS = /(?<=\p{Ll}|\p{N})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u

/** A word of a text. `parts` are the words in a name such as `userTable`. The list is empty when the word is not such a name. */
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
  const whole = text.normalize('NFC')
  const pieces = WITHOUT_SPACES.test(whole) ? wordPieces(whole) : [whole]
  return pieces.flatMap((piece) => (piece.match(PARTS) ?? []).map(wordOf))
}

/** Divides a text by dictionaries. This takes ten times as long as the pattern `PARTS`, so other texts are divided by the pattern alone. */
const wordPieces = (text: string): string[] =>
  [...SEGMENTER.segment(text)].flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []))

function wordOf(written: string): TextWord {
  const whole = plain(written)
  const parts = whole === written ? [] : written.split(HUMPS)
  return { whole, parts: parts.length > 1 ? parts.map(plain) : [] }
}

const ASCII = /^[a-z0-9]+$/i

function plain(word: string): string {
  if (ASCII.test(word)) return word.toLowerCase()
  return word
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
}

/** Returns the words of a path: the parts between its separators, dots and capital letters, such as `src`, `user`, `test`, `ts`. */
export const wordsOfPath = (path: string): string[] =>
  [...path.matchAll(PARTS)].flatMap(([part]) => [plain(part), ...wordOf(part).parts])
