import { type TextWord, wordsOf } from './words-of.ts'

/** A word or a phrase, and its meaning. A word that ends with `*` stands for all words with this beginning. */
export interface Phrase<T> {
  written: string
  meaning: T
  /** Whether a project added the phrase. It comes before a phrase of Coppice with as many words. */
  isOwn?: boolean
}

interface Pattern<T> extends Phrase<T> {
  words: readonly WordPattern[]
}

interface WordPattern {
  text: string
  isPrefix: boolean
}

/** Finds the phrases of a list in texts. It compares whole words: `html` does not contain `ml` (E1). */
export class PhraseFinder<T> {
  readonly #byFirstWord = new Map<string, Pattern<T>[]>()
  /** The patterns that begin with a prefix, by the first character of the prefix. */
  readonly #byPrefix = new Map<string, Pattern<T>[]>()

  constructor(phrases: readonly Phrase<T>[]) {
    for (const phrase of phrases) {
      const pattern = { ...phrase, words: patternOf(phrase.written) }
      const [first] = pattern.words
      if (!first) throw new Error(`"${phrase.written}" contains no word`)
      const [index, key] = first.isPrefix ? [this.#byPrefix, first.text.charAt(0)] : [this.#byFirstWord, first.text]
      index.set(key, [...(index.get(key) ?? []), pattern])
    }
  }

  /**
   * Returns the phrases in a text, each once, in the order in which they first occur. A phrase within a longer phrase does not count, so
   * "unit test" is one phrase. A name such as `userTable` is read as its parts, unless a phrase begins with the whole name.
   */
  find(text: string): Phrase<T>[] {
    const words = wordsOf(text).flatMap((word) => this.#readings(word))
    const found = new Map<string, Phrase<T>>()
    for (let at = 0; at < words.length; ) {
      const pattern = this.#longestAt(words, at)
      if (pattern) found.set(pattern.written, { written: pattern.written, meaning: pattern.meaning })
      at += pattern?.words.length ?? 1
    }
    return [...found.values()]
  }

  #readings({ whole, parts }: TextWord): readonly string[] {
    return parts.length === 0 || this.#candidates(whole).length > 0 ? [whole] : parts
  }

  #candidates(word: string): readonly Pattern<T>[] {
    const whole = this.#byFirstWord.get(word) ?? []
    const prefixed = this.#byPrefix
      .get(word.charAt(0))
      ?.filter(({ words: [first] }) => first && word.startsWith(first.text))
    return prefixed === undefined ? whole : [...whole, ...prefixed]
  }

  #longestAt(words: readonly string[], at: number): Pattern<T> | null {
    let longest: Pattern<T> | null = null
    for (const pattern of this.#candidates(words[at] ?? '')) {
      const fits = pattern.words.every((word, index) => isAt(word, words[at + index]))
      if (fits && (longest === null || isBetter(pattern, longest))) longest = pattern
    }
    return longest
  }
}

const isBetter = <T>(one: Pattern<T>, other: Pattern<T>): boolean =>
  one.words.length === other.words.length
    ? one.isOwn === true && other.isOwn !== true
    : one.words.length > other.words.length

const isAt = ({ text, isPrefix }: WordPattern, word: string | undefined): boolean =>
  word !== undefined && (isPrefix ? word.startsWith(text) : word === text)

/** Divides a phrase into words as a text is divided. A `*` belongs to the last word before it. */
function patternOf(written: string): WordPattern[] {
  return written.split(/(?<=\*)|\s+/u).flatMap((piece) => {
    const words = wordsOf(piece)
    return words.map(({ whole }, index) => ({
      text: whole,
      isPrefix: piece.endsWith('*') && index === words.length - 1,
    }))
  })
}
