import { Duplex } from 'node:stream'
import type { PGlite } from '@electric-sql/pglite'
import { turn } from './turn.ts'

const TERMINATE = 'X'.charCodeAt(0)
/** ReadyForQuery, which ends every answer. */
const READY = 'Z'.charCodeAt(0)
const READY_LENGTH = 6

/**
 * The socket of a `pg` client whose server is `pglite`: what the client writes is answered by PGlite, in this process. Its end leaves
 * PGlite open. PGlite blocks the thread while it works, and promises resolve without a turn of the event loop: so the loop turns
 * before every answer, and a stall is one statement long.
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

  /** The messages of one statement come together, each of them whole. */
  override _writev(messages: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this.#answer(messages.map(({ chunk }) => chunk)).then(() => done(), done)
  }

  override _final(done: () => void): void {
    this.push(null)
    done()
  }

  /** A goodbye is no message for PGlite, which would never come back from it. */
  async #answer(messages: readonly Buffer[]): Promise<void> {
    const asked = messages.filter((message) => message[0] !== TERMINATE)
    if (asked.length === 0) return
    // Streamed: what it answers otherwise, PGlite keeps for a caller who never comes.
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
