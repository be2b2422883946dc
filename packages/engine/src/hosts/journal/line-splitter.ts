const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
const SPACE = 0x20
export const MAX_LINE_BYTES = 64 * 1024
/**
 * A long line is cut at the last blank within this number of bytes before the limit. If there is no blank, it is cut at a character that
 * cannot be in a secret such as an API token, because the redactor recognizes only whole secrets.
 */
const BLANK_WITHIN_BYTES = 4096
export const CONTINUES = ' [the line continues]'
export const CONTINUED = '[the line continued] '

export interface RawLine {
  /** The line without its line break. A piece of a longer line contains a note that the line continues. */
  text: string
  /** The offset in the source at which the next line begins. */
  end: number
  /** The offsets of the whole record in the source, when `text` is only the start of a record that is too long. It is null otherwise. */
  whole: { start: number; end: number } | null
}

export interface Splitter {
  /** The offset of the first byte that was not yet given to `push`. */
  readonly position: number
  push(chunk: Buffer): RawLine[]
  /** @returns the last line, if the source ended without a line break */
  end(): RawLine[]
}

/** Splits the bytes of a file into lines of text. The lines do not depend on the sizes of the chunks. */
export class LineSplitter implements Splitter {
  #pending: Buffer = Buffer.alloc(0)
  #start: number
  #continued: boolean

  /**
   * @param start the offset in the file of the first byte that `push` will get
   * @param continued whether this byte is within a line whose first piece was returned before
   */
  constructor(start: number, continued: boolean) {
    this.#start = start
    this.#continued = continued
  }

  get position(): number {
    return this.#start + this.#pending.length
  }

  push(chunk: Buffer): RawLine[] {
    const bytes = this.#pending.length > 0 ? Buffer.concat([this.#pending, chunk]) : chunk
    const lines: RawLine[] = []
    let from = 0
    for (;;) {
      const lineFeed = bytes.indexOf(LINE_FEED, from)
      const to = lineFeed < 0 ? bytes.length : lineFeed
      if (to - from > MAX_LINE_BYTES) {
        const cut = cutPoint(bytes, from)
        lines.push(this.#take(bytes.subarray(from, cut), cut - from, true))
        from = cut
      } else if (lineFeed >= 0) {
        lines.push(this.#take(withoutReturn(bytes.subarray(from, lineFeed)), lineFeed + 1 - from, false))
        from = lineFeed + 1
      } else break
    }
    // The pending bytes are copied, because the caller may use the memory of the chunk again.
    this.#pending = Buffer.from(bytes.subarray(from))
    return lines
  }

  end(): RawLine[] {
    if (this.#pending.length === 0) return []
    const rest = this.#pending
    this.#pending = Buffer.alloc(0)
    return [this.#take(withoutReturn(rest), rest.length, false)]
  }

  #take(bytes: Buffer, length: number, cut: boolean): RawLine {
    const text = `${this.#continued ? CONTINUED : ''}${bytes.toString('utf8')}${cut ? CONTINUES : ''}`
    this.#start += length
    this.#continued = cut
    return { text, end: this.#start, whole: null }
  }
}

const withoutReturn = (line: Buffer): Buffer => (line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line)

/**
 * Finds the place to cut a line that is longer than 64 KiB. The piece has at most 64 KiB and does not end within a character. It does not
 * end within a word either, if a word ends in its last 4 KiB.
 * @param from the index at which the line begins
 * @returns the index at which the next piece begins
 */
export function cutPoint(bytes: Buffer, from: number): number {
  const limit = from + MAX_LINE_BYTES
  const blank = bytes.lastIndexOf(SPACE, limit - 1)
  if (blank >= limit - BLANK_WITHIN_BYTES) return blank + 1
  for (let index = limit - 1; index >= limit - BLANK_WITHIN_BYTES; index -= 1)
    if (!mayBeOfToken(bytes[index])) return index + 1
  let cut = limit
  while (cut > limit - 3 && isContinuationByte(bytes[cut])) cut -= 1
  return isContinuationByte(bytes[cut]) ? limit : cut
}

/** @returns whether a byte may be part of a token: a letter, a digit, `+ - . / = _ ~`, or a part of a character outside ASCII */
const mayBeOfToken = (byte = 0): boolean => byte >= 0x80 || /[\w+./=~-]/.test(String.fromCharCode(byte))

const isContinuationByte = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80
