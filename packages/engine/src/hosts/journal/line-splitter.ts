const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
const SPACE = 0x20
export const MAX_LINE_BYTES = 64 * 1024
/** A cut falls on a blank, or else on what is no part of a token, if there is one this near: the redactor must see a token whole. */
const BLANK_WITHIN_BYTES = 4096
export const GOES_ON = ' [the line goes on]'
export const CONTINUED = '[the line continued] '

export interface RawLine {
  /** Without its line break; a piece of a longer line says so. */
  text: string
  /** Where the next line begins in the source. */
  end: number
  /** Where the whole of it stands in the source, when `text` is the beginning of a record that is too long. */
  whole: { start: number; end: number } | null
}

/** Turns the bytes of a file into lines. */
export interface Splitter {
  /** Offset of the first byte not yet pushed. */
  readonly position: number
  push(chunk: Buffer): RawLine[]
  /** The last line, where the source ended without a line break. */
  end(): RawLine[]
}

/** Splits the bytes of a file into lines of text. The same bytes give the same lines, however they are cut into chunks. */
export class LineSplitter implements Splitter {
  #pending: Buffer = Buffer.alloc(0)
  #start: number
  #continued: boolean

  /** `start`: offset of the first byte that `push` will get; `continued`: it lies within a line that was cut. */
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
    // A copy: the caller may fill the chunk's memory anew.
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

/** Where to cut more than 64 KiB that begin at `from`: at most 64 KiB on, in no character, and in no token if that can be avoided. */
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

/** Letters, digits and `+ - . / = _ ~`; what is above ASCII may be half a character. */
const mayBeOfToken = (byte = 0): boolean => byte >= 0x80 || /[\w+./=~-]/.test(String.fromCharCode(byte))

const isContinuationByte = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80
