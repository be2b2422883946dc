import { count } from '../terminal/count.ts'
import { harmless } from '../terminal/harmless.ts'

/** What an import changes in a project: the fields of the GraphQL type `PlanChanges` that the CLI reads. */
export interface PlanChanges {
  settings: readonly { name: string; before: readonly string[]; after: readonly string[] }[]
  removedSafeguards: readonly Safeguard[]
  tasks: Readonly<Record<(typeof WAYS)[number], Keys>>
  /** Accepted follow-ups that the file lacks. They stay in the plan. */
  keptFollowUps: Keys
}

interface Keys {
  total: number
  keys: readonly string[]
}

export type Safeguard = 'VERIFY' | 'MANUAL_DELIVERY'

const WAYS = ['added', 'changed', 'archived', 'revived'] as const
const KEYS_NAMED = 5

export const PLAN_CHANGES = `settings { name before after } removedSafeguards
  tasks { ${WAYS.map((way) => `${way} { total keys(first: ${KEYS_NAMED}) }`).join(' ')} }
  keptFollowUps { total keys(first: ${KEYS_NAMED}) }`

/** @returns one line per changed setting, and one per kind of change of tasks; an empty list when nothing changes. */
export function changeLines({ settings, tasks, keptFollowUps }: PlanChanges): string[] {
  return [
    ...settings.map(({ name, before, after }) => `  ${name}: ${values(before)} → ${values(after)}`),
    ...WAYS.filter((way) => tasks[way].total > 0).map((way) => {
      return `  ${count(tasks[way].total, 'task')} ${way}: ${listed(tasks[way])}`
    }),
    ...(keptFollowUps.total > 0
      ? [`  ${count(keptFollowUps.total, 'accepted follow-up')} kept: ${listed(keptFollowUps)}`]
      : []),
  ].map(harmless)
}

const listed = ({ total, keys }: Keys): string =>
  `${keys.join(', ')}${total > keys.length ? ` and ${total - keys.length} more` : ''}`

const values = (of: readonly string[]): string => (of.length === 0 ? 'none' : of.join('; '))
