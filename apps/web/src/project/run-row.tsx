import Link from 'next/link'
import { Fingerprint } from '../marks/fingerprint.tsx'
import { runMarks } from '../marks/run-marks.ts'
import { StatusGlyph } from '../marks/status-glyph.tsx'
import { isRunEnded } from '../marks/statuses.ts'
import { runAddress } from '../shell/addresses.ts'
import { clock, count, dollars, NOT_KNOWN } from '../words/format.ts'
import { when } from '../words/when.ts'
import { deliveryWords } from './delivery-words.ts'
import { HISTORY_ROW } from './history-track.ts'
import type { RunInList } from './project-documents.ts'

/** The columns of the list. Below 900 px a row has two lines instead. */
export const RUN_COLUMNS =
  'min-[900px]:grid min-[900px]:grid-flow-col min-[900px]:grid-cols-[92px_118px_minmax(90px,1fr)_96px_58px] min-[1280px]:grid-cols-[98px_130px_150px_minmax(110px,1fr)_110px_64px] min-[900px]:auto-cols-[minmax(84px,auto)] min-[900px]:items-center min-[900px]:gap-3.5'

export interface RunRowProps {
  run: RunInList
  /** All runs of the list. They show which later run delivered the work of this run. */
  runs: readonly RunInList[]
  projectId: string
  now: number
  priced: boolean
}

export function RunRow({ run, runs, projectId, now, priced }: RunRowProps) {
  const started = run.startedAt === null ? null : Date.parse(run.startedAt)
  return (
    <li
      className={`${RUN_COLUMNS} relative border-(--hair) border-b hover:bg-(--sel) max-[899px]:flex max-[899px]:flex-wrap max-[899px]:items-center max-[899px]:gap-x-3 max-[899px]:gap-y-1 max-[899px]:py-2.5`}
      style={{ minHeight: HISTORY_ROW }}
    >
      <span className="flex items-center gap-2">
        <StatusGlyph status={run.status} />
        <Link href={runAddress(projectId, run.id)} className="font-semibold after:absolute after:inset-0">
          Run {run.number}
        </Link>
      </span>
      <span className="whitespace-nowrap text-(--text-2) max-[899px]:ml-auto">
        {started === null ? 'not started' : when(started, now)}
      </span>
      <span className="whitespace-nowrap text-(--text-2) text-[12px] max-[1279px]:hidden">
        {run.mode === 'SEQUENTIAL' ? 'SEQUENTIAL' : run.strategy} · {run.isolation}
      </span>
      <span className="min-w-0 overflow-hidden max-[899px]:order-last max-[899px]:w-full">
        <Fingerprint size="list" groups={runMarks(run)} />
      </span>
      <span className="whitespace-nowrap max-[899px]:order-last">
        {count(run.completedTasks)} of {count(run.totalTasks)}
        <span className="text-(--text-3) min-[900px]:sr-only"> completed</span>
      </span>
      <Took run={run} now={now} />
      {priced && <span className="text-right max-[899px]:order-last">{cost(run)}</span>}
      <DeliveredAt run={run} runs={runs} />
    </li>
  )
}

/** The duration of a run. For an active run, it is the time from its start to now. */
function Took({ run, now }: { run: RunInList; now: number }) {
  const isActive = !isRunEnded(run.status) && run.startedAt !== null
  const ms = isActive ? now - Date.parse(run.startedAt ?? '') : run.durationMs
  return (
    <span className="whitespace-nowrap text-right max-[899px]:order-last">
      <span className="sr-only">took </span>
      {clock(ms)}
    </span>
  )
}

/** The cost of a run in words. An unknown cost is never shown as 0 (M1). */
const cost = ({ costUsd, unpricedSessions }: RunInList): string =>
  costUsd === 0 && unpricedSessions > 0 ? NOT_KNOWN : dollars(costUsd)

function DeliveredAt({ run, runs }: { run: RunInList; runs: readonly RunInList[] }) {
  const delivered = deliveryWords(runs, run)
  return (
    <span
      title={run.delivery.reason ?? undefined}
      className="whitespace-nowrap text-right text-(--text-2) max-[899px]:order-last max-[899px]:ml-auto"
    >
      {'commit' in delivered ? (
        <code title={`Delivered as ${run.delivery.commit}`}>{delivered.commit}</code>
      ) : (
        delivered.words
      )}
    </span>
  )
}
