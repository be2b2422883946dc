import { closeSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'

/** The time to wait after a failed write, for example on a full disk, before the chunk is written again. */
const RETRY_MS = 500

export interface PipeCopy {
  /** Resolves when everything that was written to the pipe is in the file, or after `stop`. */
  readonly done: Promise<void>
  /** Ends the copy although a process still has the write end. */
  stop(): void
}

/**
 * Copies a pipe to a file until the end of file. Each chunk is written synchronously in the turn of the event loop in which it is read. So
 * if this process dies, what it has not read stays in the pipe, and the heir (`wrapper.ts`) copies it. If a chunk cannot be written, the
 * write is tried again later, and the pipe is not read until then.
 *
 * @param read a descriptor that does not block. It is closed at the end, as is `file`
 */
export function copyPipe(read: number, file: number): PipeCopy {
  const pipe = new Socket({ fd: read, readable: true, writable: false })
  const { promise: done, resolve } = Promise.withResolvers<void>()
  pipe.on('data', (chunk) => writeOrWait(pipe, file, chunk))
  pipe.on('error', () => pipe.destroy())
  pipe.on('close', () => {
    closeSync(file)
    resolve()
  })
  return { done, stop: () => pipe.destroy() }
}

function writeOrWait(pipe: Socket, file: number, chunk: Buffer): void {
  let written = 0
  try {
    while (written < chunk.length) written += writeSync(file, chunk, written)
    if (pipe.isPaused()) pipe.resume()
  } catch {
    pipe.pause()
    const retry = () => pipe.destroyed || writeOrWait(pipe, file, chunk.subarray(written))
    setTimeout(retry, RETRY_MS)
  }
}
