import { dollars } from '../terminal/dollars.ts'
import type { DomainNode, EntryNode, Estimate, LiftNode, MeasuredNode } from './read-expertise.ts'

const LEAST = 10

const VERDICTS: Readonly<Record<string, string>> = {
  HELPS: 'helps',
  HARMS: 'harms',
  NO_EFFECT_SHOWN: 'does not help, as far as the sessions show',
  NOT_ENOUGH_DATA: `not enough data: at least ${LEAST} first attempts with and without are needed`,
}

/** Says whether entries help, and by how much. */
export function liftText({ verdict, basis, with: given, without, success }: LiftNode): string {
  const words = VERDICTS[verdict] ?? verdict
  const counts = `${given.successes}/${given.sessions} with, ${without.successes}/${without.sessions} without`
  if (success === null) return `${words} (${counts})`
  const by = basis === 'HOLD_OUT' ? 'held out by chance' : 'other sessions; something else may differ too'
  return `${words}: ${points(success)} first attempts merged (${counts}, ${by})`
}

/** Formats a difference of shares in percentage points, with its interval. */
const points = ({ value, low, high }: Estimate): string =>
  `${signed(value * 100)} points [${signed(low * 100)} to ${signed(high * 100)}]`

const signed = (value: number): string => `${value > 0 ? '+' : ''}${Math.round(value)}`

export function domainText({ domain, lift, entries }: DomainNode): string {
  return [`${domain}: ${liftText(lift)}`, ...entries.map(({ entry }) => `  ${entryLine(entry)}`)].join('\n')
}

const entryLine = ({ id, kind, text, pinned, uses, found, doubts }: EntryNode): string => {
  const facts = [pinned ? 'pinned' : null, `${found} shown`, `${uses} used`, doubts > 0 ? `${doubts} doubts` : null]
  return `${id.slice(0, 8)}  ${kind.toLowerCase().padEnd(10)}  ${text.split('\n')[0]}  (${facts.filter(Boolean).join(', ')})`
}

/** Shows an entry with its evidence and its lift. */
export function entryText({ entry, lift }: MeasuredNode): string {
  const { costUsd, durationMs } = lift
  const rows = [
    entryLine(entry),
    ...entry.text.split('\n').slice(1),
    entry.paths.length > 0 ? `files: ${entry.paths.join(', ')}` : null,
    entry.isByPerson ? 'written by a person' : null,
    ...entry.evidence.map(
      ({ session, taskKey, commit, at, learningSession }) =>
        `session ${session}  ${taskKey}  ${commit?.slice(0, 12) ?? 'no commit'}  ${at.slice(0, 10)}${learningSession === null ? '' : `  said by the model of session ${learningSession}`}`,
    ),
    liftText(lift),
    costUsd && `cost: ${between(costUsd, dollars)}`,
    durationMs && `time: ${between(durationMs, (ms) => `${(ms / 1_000).toFixed(1)} s`)}`,
  ]
  return rows.filter((row) => row !== null).join('\n')
}

const between = ({ value, low, high }: Estimate, format: (value: number) => string): string => {
  const text = (one: number) => `${one < 0 ? '-' : '+'}${format(Math.abs(one))}`
  return `${text(value)} [${text(low)} to ${text(high)}]`
}
