import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Calls `look` again and again, and resolves with its first result that is not null, undefined or false.
 *
 * @param what completes "waited 480000 ms for …" in the error
 * @throws when it takes longer than `timeoutMs`
 */
export async function until<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  timeoutMs = 480_000,
): Promise<T> {
  for (const deadline = performance.now() + timeoutMs; ; await sleep(25)) {
    const found = await look()
    if (found !== null && found !== undefined && found !== false) return found
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`)
  }
}
