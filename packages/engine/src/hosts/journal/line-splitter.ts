const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
const SPACE = 0x20
export const MAX_LINE_BYTES = 64 * 1024
/** A line is cut at a blank within so many bytes, otherwise at a character that cannot be in a token: the redactor needs whole tokens. */
const BLANK_WITHIN_BYTES = 4096
export const GOES_ON = ' [the line continues]'
export const CONTINUED = '[the line continued] '

export interface RawLine {
  /** The line without its line break. A piece of a longer line says that it is one. */
  text: string
  /** Where the next line begins in the source. */
  end: number
  /** The place of the whole record in the source, when `text` is only the beginning of a record that is too long. */
  whole: { start: number; end: number } | null
}

/** Turns the bytes of a file into lines. */
export interface Splitter {
  /** The offset of the first byte that was not pushed yet. */
  readonly position: number
  push(chunk: Buffer): RawLine[]
  /** @returns the last line, if the source ended without a line break */
  end(): RawLine[]
}

/** Splits the bytes of a file into lines of text. The same bytes give the same lines, however they are cut into chunks. */
export class LineSplitter implements Splitter {
  #pending: Buffer = Buffer.alloc(0)
  #start: number
  #continued: boolean

  /** `start`: offset of the first byte that `push` will get; `continued`: that byte is within a line that was cut. */
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
    // A copy, because the caller may reuse the chunk's memory.
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
    const text = `${this.#continued ? CONTINUED : ''}${bytes.toString('utf8')}${cut ? GOES_ON : ''}`
    this.#start += length
    this.#continued = cut
    return { text, end: this.#start, whole: null }
  }
}

const withoutReturn = (line: Buffer): Buffer => (line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line)

/** @returns where to cut more than 64 KiB that begin at `from`: after at most 64 KiB, never in a character, and in no token if possible */
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

/** Letters, digits and `+ - . / = _ ~`. A byte above ASCII may be half a character. */
const mayBeOfToken = (byte = 0): boolean => byte >= 0x80 || /[\w+./=~-]/.test(String.fromCharCode(byte))

const isContinuationByte = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80
