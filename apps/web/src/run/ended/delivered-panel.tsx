'use client'

import { type ReactNode, useState } from 'react'
import { isRunEnded } from '../../marks/statuses.ts'
import { plural, shortCommit, timeOfDay } from '../../words/format.ts'
import { DeliverRun } from '../deliver/deliver-run.tsx'
import { DiscardRun } from '../discard/discard-run.tsx'
import { UndoDelivery } from '../undo/undo-delivery.tsx'
import { countTasks } from '../view/counts.ts'
import { isDiscardable } from '../view/is-discardable.ts'
import type { RunView } from '../view/run-view.ts'

const Mono = ({ children }: { children: ReactNode }) => <span className="font-mono text-[11.5px]">{children}</span>

function Delivered({ view }: { view: RunView }) {
  const { completed, total } = countTasks(view.tasks)
  const { commit, at } = view.delivery
  return (
    <p>
      <Mono>{view.baseBranch}</Mono> moved to{' '}
      {commit && (
        <Mono>
          <span title={commit}>{shortCommit(commit)}</span>
        </Mono>
      )}
      {at && `, ${timeOfDay(at)}`}. It contains the {plural(completed, 'completed task')}
      {completed < total && ' and no work of the other tasks'}.
      <Reason view={view} />
    </p>
  )
}

function Reason({ view }: { view: RunView }) {
  const { reason } = view.delivery
  if (!reason) return null
  return (
    <span className="mt-2 block break-words text-(--text-2)">{reason.charAt(0).toUpperCase() + reason.slice(1)}</span>
  )
}

function Undone({ view }: { view: RunView }) {
  const { completed } = countTasks(view.tasks)
  return (
    <p>
      <Mono>{view.baseBranch}</Mono> does not have the work any more
      {view.delivery.reason && `: ${view.delivery.reason}`}. The next run does the {plural(completed, 'completed task')}{' '}
      again. Their work stays on <Mono>{view.branch}</Mono>.
    </p>
  )
}

function Refused({ view }: { view: RunView }) {
  return (
    <>
      <p className="break-words whitespace-pre-wrap">{view.delivery.reason ?? 'No reason was given.'}</p>
      <p className="mt-2 text-(--text-2)">
        The merged and verified work is on <Mono>{view.branch}</Mono>. <Mono>{view.baseBranch}</Mono> did not move.
      </p>
    </>
  )
}

function Discarded({ view }: { view: RunView }) {
  const { completed } = countTasks(view.tasks)
  return (
    <p role="status">
      Run {view.number} is discarded: the {plural(completed, 'completed task')} on <Mono>{view.branch}</Mono>{' '}
      {completed === 1 ? 'is' : 'are'} left out of later runs and {completed === 1 ? 'has' : 'have'} to be done again.
    </p>
  )
}

function NotDelivered({ view }: { view: RunView }) {
  const { completed } = countTasks(view.tasks)
  if (completed === 0)
    return (
      <p className="text-(--text-2)">
        Nothing was merged, so <Mono>{view.baseBranch}</Mono> did not move.
      </p>
    )
  return (
    <p>
      <Mono>{view.baseBranch}</Mono> did not move. {plural(completed, 'completed task')}{' '}
      {completed === 1 ? 'is' : 'are'} on <Mono>{view.branch}</Mono>. The next run starts from this work.
      <Reason view={view} />
    </p>
  )
}

/** Says where the work of an ended run is. If it is not delivered, it says why, with buttons to deliver and to discard the work. */
export function DeliveredPanel({ view, stale }: { view: RunView; stale: boolean }) {
  const [discarded, setDiscarded] = useState(view.discarded)
  const { status } = view.delivery
  const title = {
    DELIVERED: 'Delivered',
    REFUSED: 'Delivery refused',
    PENDING: 'Not delivered',
    UNDONE: 'Delivery undone',
  }[status]
  if (!isRunEnded(view.status)) return null
  return (
    <section className="border-b border-(--hair) py-3 pr-6 pl-[22px] max-[719px]:px-4">
      <h3 className="mb-1.5 font-semibold">{title}</h3>
      {view.delivery.inProgress && (
        <p role="status" className="mb-2">
          {status === 'DELIVERED' ? 'The delivery is being undone.' : 'A delivery is in progress.'} Its outcome will
          appear here.
        </p>
      )}
      {status === 'DELIVERED' && <Delivered view={view} />}
      {status === 'REFUSED' && <Refused view={view} />}
      {status === 'PENDING' && !discarded && <NotDelivered view={view} />}
      {discarded && <Discarded view={view} />}
      {status === 'UNDONE' && <Undone view={view} />}
      {status === 'DELIVERED' && <UndoDelivery view={view} stale={stale} />}
      {isDiscardable(view) && !discarded && <DeliverRun view={view} stale={stale} />}
      {isDiscardable(view) && !discarded && !view.delivery.inProgress && (
        <DiscardRun view={view} stale={stale} onDiscarded={() => setDiscarded(true)} />
      )}
    </section>
  )
}
