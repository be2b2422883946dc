import { Duplex } from 'node:stream'
import type { PGlite } from '@electric-sql/pglite'
import { turn } from './turn.ts'

const TERMINATE = 'X'.charCodeAt(0)
/** ReadyForQuery, the message that ends every response. */
const READY = 'Z'.charCodeAt(0)
const READY_LENGTH = 6

/**
 * The socket of a `pg` client whose server is PGlite in this process. Ending the socket leaves PGlite open. PGlite blocks the thread
 * while it works, and its promises resolve without a turn of the event loop. So the loop turns before every response, and no stall is
 * longer than one statement.
 */
export class PgliteSocket extends Duplex {
  readonly #pglite: PGlite

  constructor(pglite: PGlite) {
    super()
    this.#pglite = pglite
  }

  connect(): void {
    process.nextTick(() => this.emit('connect'))
  }

  setNoDelay(): void {}

  ref(): void {}

  unref(): void {}

  override _read(): void {}

  override _write(message: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.#answer([message]).then(() => done(), done)
  }

  /** The messages of one statement arrive together, each of them complete. */
  override _writev(messages: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this.#answer(messages.map(({ chunk }) => chunk)).then(() => done(), done)
  }

  override _final(done: () => void): void {
    this.push(null)
    done()
  }

  /** PGlite must not receive Terminate: it would never return from it. */
  async #answer(messages: readonly Buffer[]): Promise<void> {
    const asked = messages.filter((message) => message[0] !== TERMINATE)
    if (asked.length === 0) return
    // Streamed, because PGlite otherwise keeps the response for a caller that never comes.
    const parts: Buffer[] = []
    const onRawData = (part: Uint8Array) => void parts.push(Buffer.from(part))
    await this.#pglite.execProtocolRawStream(Buffer.concat(asked), { onRawData })
    await turn()
    const answer = Buffer.concat(parts)
    if (answer.at(-READY_LENGTH) !== READY)
      throw new Error(
        'The embedded database broke off in the middle of an answer. A new start of Coppice opens it again.',
      )
    this.push(answer)
  }
}
