import { dollars } from '../words/format.ts'
import type { Lift } from './expertise-documents.ts'

/** Says in a few words whether entries help. */
export const verdictWords = (lift: Lift): string =>
  ({
    HELPS: 'helps',
    HARMS: 'harms',
    NO_EFFECT_SHOWN: 'does not help, as far as the sessions show',
    NOT_ENOUGH_DATA: 'not enough data',
  })[lift.verdict]

/** Says how many first attempts were merged with and without entries. */
export const countWords = ({ with: given, without }: Lift): string =>
  given.sessions + without.sessions === 0
    ? 'no first attempt to compare yet'
    : `${given.successes} of ${given.sessions} first attempts merged with, ${without.successes} of ${without.sessions} without`

/** Says which sessions without entries are compared. */
export const basisWords = ({ basis }: Lift): string =>
  basis === 'HOLD_OUT' ? 'held out by chance' : 'not held out, so something else may differ too'

/** Formats a difference of shares as `+55 points, +20 to +78`. @returns null when there are not enough sessions */
export function pointsWords({ success }: Lift): string | null {
  if (success === null) return null
  const [value, low, high] = [success.value, success.low, success.high].map((one) => signed(Math.round(one * 100)))
  return `${value} points, ${low} to ${high}`
}

/** Formats the difference of the mean costs or times. @returns null when there are not enough sessions */
export function differenceWords(lift: Lift, of: 'costUsd' | 'durationMs'): string | null {
  const difference = lift[of]
  if (difference === null) return null
  const text = (one: number) => `${one < 0 ? '−' : '+'}${of === 'costUsd' ? dollars(Math.abs(one)) : seconds(one)}`
  return `${text(difference.value)}, ${text(difference.low)} to ${text(difference.high)}`
}

const signed = (value: number): string => (value > 0 ? `+${value}` : `${value}`.replace('-', '−'))

const seconds = (ms: number): string => `${(Math.abs(ms) / 1_000).toFixed(1)} s`
