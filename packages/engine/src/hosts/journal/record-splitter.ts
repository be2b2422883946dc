import { cutPoint, type RawLine, type Splitter } from './line-splitter.ts'

const LINE_FEED = 0x0a
/** R4: one session may hold so much of a record in memory. */
export const MAX_RECORD_BYTES = 4 * 1024 * 1024

/**
 * Splits the bytes of a file into records, one per line. It cuts no record, because a piece does not parse. The same bytes give the same
 * records, however they are split into chunks.
 */
export class RecordSplitter implements Splitter {
  #held: Buffer[] = []
  #start: number
  #length = 0

  /** `start`: offset of the first byte that `push` will get, where a record begins. */
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
    // A copy, because the caller may reuse the chunk's memory.
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

/** A copy, so that the whole record can be freed. It ends where a line would be cut. */
const beginningOf = (record: Buffer): Buffer => Buffer.from(record.subarray(0, cutPoint(record, 0)))
