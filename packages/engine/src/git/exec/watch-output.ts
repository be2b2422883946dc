import { Readable } from 'node:stream'
import type { outputHandler } from 'simple-git'

/** The time that a command has to end after simple-git has sent it SIGINT. */
const GRACE_MS = 1_000

export interface Watch {
  handler: outputHandler
  /** Rejects when the command prints nothing for too long and does not end on SIGINT. Otherwise it never settles. */
  hung: Promise<never>
}

/**
 * Works around two faults of simple-git 4:
 *
 * - It sleeps for 50 ms after a command without output. So this function adds an empty chunk at the end, which counts as output. A merge
 *   then takes 13 ms, not 67 ms.
 * - After it has sent SIGINT, it waits without a limit until the pipes are closed. A command that hangs, or a filter that still has the
 *   pipes open, would block the caller forever. So this function closes the pipes one second after the SIGINT.
 *
 * @param what names the command in the error
 */
export function watchOutput(what: string, silenceMs: number): Watch {
  const { promise: hung, reject } = Promise.withResolvers<never>()
  const handler: outputHandler = (_command, stdout, stderr) => {
    stdout.once('end', () => stdout.emit('data', Buffer.alloc(0)))
    const open = new Set([stdout, stderr])
    const giveUp = setTimeout(() => {
      for (const stream of open) if (stream instanceof Readable) stream.destroy()
      reject(
        new Error(
          `${what} hangs: it printed nothing for ${silenceMs / 1_000} s and did not end on SIGINT. Make sure that the disk responds, and that no filter or merge driver of git waits for input`,
        ),
      )
    }, silenceMs + GRACE_MS)
    for (const stream of open) {
      stream.on('data', () => giveUp.refresh())
      stream.once('close', () => {
        open.delete(stream)
        if (open.size === 0) clearTimeout(giveUp)
      })
    }
  }
  return { handler, hung }
}
