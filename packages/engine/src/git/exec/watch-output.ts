import { Readable } from 'node:stream'
import type { outputHandler } from 'simple-git'

/** The time that a command has to end after simple-git has sent it SIGINT. */
const GRACE_MS = 1_000

export interface Watch {
  handler: outputHandler
  /** Rejects when the command does not end although it was told to. Otherwise it never settles. */
  hung: Promise<never>
}

/**
 * Fixes two faults of simple-git 4. It sleeps for 50 ms after a command without output; an empty chunk at the end counts as output (67
 * → 13 ms a merge). And it waits without limit for a command that it told to end, or for a filter of that command that holds the pipes.
 */
export function watchOutput(silenceMs: number): Watch {
  const { promise: hung, reject } = Promise.withResolvers<never>()
  const handler: outputHandler = (command, stdout, stderr) => {
    stdout.once('end', () => stdout.emit('data', Buffer.alloc(0)))
    const open = new Set([stdout, stderr])
    const letGo = setTimeout(() => {
      for (const stream of open) if (stream instanceof Readable) stream.destroy()
      reject(new Error(`${command} hangs: no output for ${silenceMs} ms, and it does not end`))
    }, silenceMs + GRACE_MS)
    for (const stream of open) {
      stream.on('data', () => letGo.refresh())
      stream.once('close', () => {
        open.delete(stream)
        if (open.size === 0) clearTimeout(letGo)
      })
    }
  }
  return { handler, hung }
}
