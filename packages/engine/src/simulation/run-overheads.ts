import type { DurationRange, PastRun, PastTask } from '../domain/forecast.ts'
import { movesTask } from '../domain/statuses.ts'
import { rangeOf } from './duration-range.ts'

/** The time that a run takes besides its agents. */
export interface RunOverheads {
  /** The time to merge and verify one task. Merges are made one after the other (D1). */
  mergeMs: DurationRange
  /** The time once per run, to verify its start (D3) and to deliver. */
  aroundMs: DurationRange
}

const NONE: DurationRange = { lowMs: 0, likelyMs: 0, highMs: 0 }

/** Estimates the overheads from earlier runs of the project. They are 0 without earlier runs. */
export function runOverheads(past: readonly PastRun[]): RunOverheads {
  return { mergeMs: rangeOrNone(past.flatMap(mergeTimes)), aroundMs: rangeOrNone(past.flatMap(timeAround)) }
}

const rangeOrNone = (values: readonly number[]): DurationRange => (values.length === 0 ? NONE : rangeOf(values))

/** Returns the time of each merge. A merge begins when its agent has ended and the merge before it has ended too. */
function mergeTimes({ tasks }: PastRun): number[] {
  const ended = [...tasks].sort((a, b) => a.finishedAt - b.finishedAt)
  return ended.flatMap((task, index) => {
    const lastEnd = latestEnd(task)
    if (task.status !== 'COMPLETED' || lastEnd === null) return []
    return [Math.max(0, task.finishedAt - Math.max(lastEnd, ended[index - 1]?.finishedAt ?? 0))]
  })
}

const latestEnd = ({ sessions }: PastTask): number | null =>
  sessions
    .filter(({ kind }) => movesTask(kind))
    .reduce<number | null>((latest, { endedAt }) => Math.max(latest ?? 0, endedAt), null)

function timeAround({ startedAt, finishedAt, tasks }: PastRun): number[] {
  const starts = tasks.flatMap(({ sessions }) => sessions.map((session) => session.startedAt))
  if (startedAt === null || finishedAt === null || starts.length === 0) return []
  const first = starts.reduce((earliest, at) => Math.min(earliest, at))
  const last = tasks.reduce((latest, task) => Math.max(latest, task.finishedAt), first)
  return [Math.max(0, first - startedAt) + Math.max(0, finishedAt - last)]
}
