import { plural } from '../../words/format.ts'
import type { ForecastData } from './forecast-document.ts'

type Known = Pick<ForecastData, 'durations' | 'sessions'>
type Basis = ForecastData['durations'][number]['basis']

const UNLEARNED: ReadonlySet<Basis> = new Set(['PLAN', 'DEFAULT'])

const WHOSE: Record<Exclude<Basis, 'PLAN' | 'DEFAULT'>, readonly [one: string, many: string]> = {
  TASK: ['its own', 'their own'],
  EPIC: ['its epic’s', 'their epic’s'],
  AGENT: ['its agent’s', 'their agent’s'],
  PROJECT: ['the project’s', 'the project’s'],
}

const TAKEN: Record<'PLAN' | 'DEFAULT', string> = {
  PLAN: 'to take a third of its time limit',
  DEFAULT: 'to take 10 min (between 5 and 20)',
}

export const isLearned = ({ durations }: Pick<Known, 'durations'>): boolean =>
  durations.some(({ basis }) => !UNLEARNED.has(basis))

/** Says in one line where the expected durations come from. */
export function knownWords({ durations, sessions }: Known): string {
  if (sessions === 0) return 'No agent needs to start: the finished work only needs to be merged'
  const learned = durations.filter(({ basis }) => !UNLEARNED.has(basis))
  const taken = durations.filter(({ basis }) => UNLEARNED.has(basis))
  const parts = learned.map(({ basis, tasks }, index) => {
    const [one, many] = WHOSE[basis as keyof typeof WHOSE]
    const count = index === 0 ? plural(tasks, 'task') : String(tasks)
    return `${count} from ${tasks === 1 ? one : many}${index === 0 ? ' earlier sessions' : ''}`
  })
  if (learned.length === 0) parts.push('No earlier sessions')
  const assumed = taken.map(({ basis, tasks }) => {
    const who = learned.length === 0 && taken.length === 1 ? 'each task' : `${plural(tasks, 'task')} each`
    return `${who} assumed ${TAKEN[basis as keyof typeof TAKEN]}`
  })
  return [parts.join(', '), ...assumed].join('; ')
}

export interface SlotRow {
  slots: number
  wallMs: ForecastData['wallMs']
  chosen: boolean
}

/** More slots count as useful only if they shorten a run to less than this share of its time. */
const NOTICED = 0.99

/**
 * Chooses which numbers of slots to compare.
 * @returns `enough`: the smallest number of slots with which the run takes hardly more than the shortest time; null when it is the largest
 *   number that was compared. `rows`: the numbers up to `enough`, and the chosen number.
 */
export function slotRows({ bySlots, maxConcurrency }: Pick<ForecastData, 'bySlots' | 'maxConcurrency'>): {
  rows: SlotRow[]
  enough: number | null
} {
  const best = Math.min(...bySlots.map(({ wallMs }) => wallMs.likelyMs))
  const enough = bySlots.find(({ wallMs }) => wallMs.likelyMs * NOTICED <= best)?.maxConcurrency ?? null
  const rows = bySlots
    .filter(({ maxConcurrency: slots }) => slots === maxConcurrency || enough === null || slots <= enough)
    .map(({ maxConcurrency: slots, wallMs }) => ({ slots, wallMs, chosen: slots === maxConcurrency }))
  return { rows, enough: enough === bySlots.at(-1)?.maxConcurrency ? null : enough }
}
