import { Duplex } from 'node:stream'
import type { PGlite } from '@electric-sql/pglite'
import { turn } from './turn.ts'

const TERMINATE = 'X'.charCodeAt(0)
/** The type of the message ReadyForQuery, which ends every response. */
const READY = 'Z'.charCodeAt(0)
const READY_LENGTH = 6

/**
 * The socket of a `pg` client whose server is PGlite in this process. When the socket ends, PGlite stays open.
 *
 * PGlite blocks the thread while it works, and its promises resolve without a turn of the event loop. So this socket waits for one turn
 * before every response. The event loop is then blocked for at most one statement.
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
    this.#carryOut([message]).then(() => done(), done)
  }

  /** Is called with all messages of a statement together. Each of them is complete. */
  override _writev(messages: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this.#carryOut(messages.map(({ chunk }) => chunk)).then(() => done(), done)
  }

  override _final(done: () => void): void {
    this.push(null)
    done()
  }

  /** Carries out the messages. It leaves out Terminate, because PGlite would never return from it. */
  async #carryOut(messages: readonly Buffer[]): Promise<void> {
    const wanted = messages.filter((message) => message[0] !== TERMINATE)
    if (wanted.length === 0) return
    // The other methods of PGlite would keep the response in memory.
    const parts: Buffer[] = []
    const onRawData = (part: Uint8Array) => void parts.push(Buffer.from(part))
    await this.#pglite.execProtocolRawStream(Buffer.concat(wanted), { onRawData })
    await turn()
    const response = Buffer.concat(parts)
    if (response.at(-READY_LENGTH) !== READY)
      throw new Error('The response of the embedded database broke off in the middle. Start Coppice again.')
    this.push(response)
  }
}
