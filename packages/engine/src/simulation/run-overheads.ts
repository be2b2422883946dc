import type { DurationRange, PastRun, PastTask } from '../domain/forecast.ts'
import { rangeOf } from './duration-range.ts'

/** What a run takes besides its agents, in ms. */
export interface RunOverheads {
  /** D1: merge and verify of one task. They run one at a time. */
  mergeMs: DurationRange
  /** Once a run: the verify of its start (D3) and the delivery. */
  aroundMs: DurationRange
}

const NONE: DurationRange = { lowMs: 0, likelyMs: 0, highMs: 0 }

/** Estimates the overheads from earlier runs of the project. They are 0 when there was none. */
export function runOverheads(past: readonly PastRun[]): RunOverheads {
  return { mergeMs: rangeOrNone(past.flatMap(mergeTimes)), aroundMs: rangeOrNone(past.flatMap(timeAround)) }
}

const rangeOrNone = (values: readonly number[]): DurationRange => (values.length === 0 ? NONE : rangeOf(values))

/** A merge begins when its agent has ended and the task before it has left the queue. Only the time after that is its own. */
function mergeTimes({ tasks }: PastRun): number[] {
  const ended = [...tasks].sort((a, b) => a.finishedAt - b.finishedAt)
  return ended.flatMap((task, index) => {
    const lastEnd = latestEnd(task)
    if (task.status !== 'COMPLETED' || lastEnd === null) return []
    return [Math.max(0, task.finishedAt - Math.max(lastEnd, ended[index - 1]?.finishedAt ?? 0))]
  })
}

const latestEnd = ({ sessions }: PastTask): number | null =>
  sessions.reduce<number | null>((latest, { endedAt }) => Math.max(latest ?? 0, endedAt), null)

function timeAround({ startedAt, finishedAt, tasks }: PastRun): number[] {
  const starts = tasks.flatMap(({ sessions }) => sessions.map((session) => session.startedAt))
  if (startedAt === null || finishedAt === null || starts.length === 0) return []
  const first = starts.reduce((earliest, at) => Math.min(earliest, at))
  const last = tasks.reduce((latest, task) => Math.max(latest, task.finishedAt), first)
  return [Math.max(0, first - startedAt) + Math.max(0, finishedAt - last)]
}
