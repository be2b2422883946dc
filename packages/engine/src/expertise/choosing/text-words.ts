import { wordsOf } from '../../choosing/text/words-of.ts'

const WORD = /[\p{L}\p{N}]{2,}/gu
/** Scripts without spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u
/** Thai, the first of these scripts in Unicode, begins here. Punctuation such as quotation marks is between the two limits. */
const UNSPACED_FROM = 0x0e00
const [PUNCTUATION_FROM, PUNCTUATION_TO] = [0x2000, 0x206f]
const COMMON = new Set(
  'about add all also an and any are as at be but by can change changes do domain each every fails file files for from has have if in into is it its make must need needs new no not of on one only or out run says should so some task tasks that the their them then there they this to up use used uses was when where which will with without work works you your'.split(
    ' ',
  ),
)

/** The words of a text that say what it is about, in lower case. */
export interface TextWords {
  words: ReadonlySet<string>
  hashes: ReadonlySet<number>
}

export function textWords(text: string): TextWords {
  const words = new Set(wordsIn(text.toLowerCase()).filter((word) => !COMMON.has(word)))
  return { words, hashes: new Set([...words].map(hashOf)) }
}

function wordsIn(text: string): readonly string[] {
  return UNSPACED.test(text) ? wordsOf(text).map(({ whole }) => whole) : (text.match(WORD) ?? [])
}

/**
 * Returns the words of a text that are also in `words`, each once, at most `most`. The function is called for thousands of texts. So it compares
 * hashes, and creates no string for a word that is not in `words`. Regular expressions took ten times as long.
 */
export function wordsInCommon(written: string, { words, hashes }: TextWords, most: number): string[] {
  const text = written.toLowerCase()
  const common: string[] = []
  let [start, hash] = [-1, 0]
  for (let at = 0; at <= text.length && common.length < most; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : SPACE
    if (code >= UNSPACED_FROM && !isPunctuation(code)) return inUnspaced(text, words, most)
    if (isWordCode(code)) {
      if (start === -1) [start, hash] = [at, 0]
      hash = nextHash(hash, code)
    } else if (start !== -1) {
      if (hashes.has(hash)) add(common, text.slice(start, at), words)
      start = -1
    }
  }
  return common
}

const SPACE = 32

const inUnspaced = (text: string, words: ReadonlySet<string>, most: number): string[] =>
  [...new Set(wordsIn(text))].filter((word) => words.has(word)).slice(0, most)

function add(common: string[], word: string, words: ReadonlySet<string>): void {
  if (words.has(word) && !common.includes(word)) common.push(word)
}

const isPunctuation = (code: number): boolean => code >= PUNCTUATION_FROM && code <= PUNCTUATION_TO

/** Says whether a character of a text in lower case belongs to a word. Characters above U+00BF are letters, except punctuation. */
const isWordCode = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code > 0xbf && !isPunctuation(code))

const nextHash = (hash: number, code: number): number => (Math.imul(hash, 31) + code) | 0

function hashOf(word: string): number {
  let hash = 0
  for (let at = 0; at < word.length; at += 1) hash = nextHash(hash, word.charCodeAt(at))
  return hash
}
