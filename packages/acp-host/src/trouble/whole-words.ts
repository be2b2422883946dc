/**
 * These functions shorten texts that may contain a key. They cut only between words, because a part of a key is not recognized as a secret
 * any more (A2).
 */

/** Returns the first words of a text, with at most `longest` characters. */
export const firstWords = (text: string, longest: number): string =>
  text.length <= longest
    ? text
    : text
        .slice(0, longest + 1)
        .replace(/(?<!\S)\S*$/, '')
        .trimEnd()

/** Returns the last words of a text, with at most `longest` characters. */
export const lastWords = (text: string, longest: number): string =>
  text.length <= longest
    ? text
    : text
        .slice(-longest - 1)
        .replace(/^\S*/, '')
        .trimStart()

/** The end of a text that arrives in pieces: its last lines, or its last words when it has only one line. */
export class KeptEnd {
  readonly #longest: number
  #text = ''
  #isCut = false

  /** @param longest so many characters are kept at most */
  constructor(longest: number) {
    this.#longest = longest
  }

  add(piece: string): void {
    const text = this.#text + piece
    this.#isCut ||= text.length > this.#longest
    this.#text = text.slice(-this.#longest)
  }

  get text(): string {
    const text = this.#text.trimEnd()
    if (!this.#isCut) return text.trim()
    // The first line may lack the word that marks the next one as a secret.
    return text.replace(text.includes('\n') ? /^[^\n]*/ : /^\S*/, '').trimStart()
  }
}
