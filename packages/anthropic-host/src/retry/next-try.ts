import type { Trouble } from './trouble.ts'

/** After this many failed requests in a row, the host gives up. The waits between them add up to about 50 s. */
const TRIES = 6
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 60_000

export type NextTry = { is: 'wait'; ms: number } | { is: 'give-up' }

/**
 * Decides whether the host asks again, and after which time. A provider may ask for a wait of hours. Then the session ends, so that its slot
 * is free and its provider is held (S5).
 *
 * @param failures how many requests have failed in a row, this one included
 * @param longestMs the longest time that the host may wait without a word
 * @param random from 0 to 1
 */
export function nextTry(
  trouble: Extract<Trouble, { is: 'limit' | 'passing' }>,
  failures: number,
  longestMs: number,
  random: number,
): NextTry {
  const named = trouble.is === 'limit' ? trouble.waitMs : null
  const longest = Math.min(LONGEST_WAIT_MS, longestMs)
  if (failures > TRIES || (named !== null && named > longest)) return { is: 'give-up' }
  const doubled = FIRST_WAIT_MS * 2 ** (failures - 1)
  // Agents that were refused together do not ask again together.
  const ms = named === null ? doubled * (0.5 + random / 2) : named * (1 + random / 10)
  return { is: 'wait', ms: Math.min(ms, longest) }
}
