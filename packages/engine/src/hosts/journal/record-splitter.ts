import { cutPoint, type RawLine, type Splitter } from './line-splitter.ts'

const LINE_FEED = 0x0a
/** The longest record that is read into memory (R4). */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024

/**
 * Splits the bytes of a file into records, one per line. It does not cut records, because a piece could not be parsed. If a record is too
 * long, it returns only its start and its place in the file. The records do not depend on the sizes of the chunks.
 */
export class RecordSplitter implements Splitter {
  #held: Buffer[] = []
  #start: number
  #length = 0

  /** @param start the offset in the file of the first byte that `push` will get, at which a record begins */
  constructor(start: number) {
    this.#start = start
  }

  get position(): number {
    return this.#start + this.#length
  }

  push(chunk: Buffer): RawLine[] {
    const records: RawLine[] = []
    let from = 0
    for (let to = chunk.indexOf(LINE_FEED); to >= 0; to = chunk.indexOf(LINE_FEED, from)) {
      this.#hold(chunk.subarray(from, to))
      records.push(this.#take(1))
      from = to + 1
    }
    this.#hold(chunk.subarray(from))
    return records
  }

  end(): RawLine[] {
    return this.#length === 0 ? [] : [this.#take(0)]
  }

  #hold(bytes: Buffer): void {
    const isTooLong = this.#length > MAX_RECORD_BYTES
    this.#length += bytes.length
    if (isTooLong || bytes.length === 0) return
    // The bytes are copied, because the caller may use the memory of the chunk again.
    this.#held.push(Buffer.from(bytes))
    if (this.#length > MAX_RECORD_BYTES) this.#held = [beginningOf(Buffer.concat(this.#held))]
  }

  #take(lineFeeds: number): RawLine {
    const text = Buffer.concat(this.#held).toString('utf8')
    const whole = this.#length > MAX_RECORD_BYTES ? { start: this.#start, end: this.#start + this.#length } : null
    this.#start += this.#length + lineFeeds
    this.#length = 0
    this.#held = []
    return { text, end: this.#start, whole }
  }
}

/** Returns a copy of the start of a record, so that the memory of the whole record is freed. It is cut at the same place as a long line. */
const beginningOf = (record: Buffer): Buffer => Buffer.from(record.subarray(0, cutPoint(record, 0)))
