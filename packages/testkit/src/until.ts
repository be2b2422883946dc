import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Resolves with the first result of `look` that is neither null, undefined nor false. @throws an error with `what` when it takes too long.
 */
export async function until<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  timeoutMs = 90_000,
): Promise<T> {
  for (const deadline = performance.now() + timeoutMs; ; await sleep(25)) {
    const found = await look()
    if (found !== null && found !== undefined && found !== false) return found
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`)
  }
}
