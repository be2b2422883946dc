'use client'

import { useQuery } from 'urql'
import { mayAct, useViewer } from '../../shell/use-viewer.ts'
import { ago, plural } from '../../words/format.ts'
import { AcceptFollowUp } from './accept-follow-up.tsx'
import { FOLLOW_UPS, type FollowUpItem } from './follow-up-documents.ts'
import { RejectFollowUp } from './reject-follow-up.tsx'

export interface FollowUpsProps {
  project: { id: string; activeRun: { number: number } | null }
  now: number
  stale: boolean
  /** Called when the plan has a new task. */
  onAccepted: () => void
}

/** Lists the tasks that agents proposed and nobody has decided about. It renders nothing when there are none. */
export function FollowUps({ project, now, stale, onAccepted }: FollowUpsProps) {
  const [{ data }, reload] = useQuery({
    ...{ query: FOLLOW_UPS, variables: { id: project.id }, requestPolicy: 'cache-and-network' },
  })
  const allowed = mayAct(useViewer(), 'ADMIN') && !stale
  const items = data?.project?.followUps ?? []
  if (items.length === 0) return null
  const decided = () => reload({ requestPolicy: 'network-only' })
  const accepted = () => {
    decided()
    onAccepted()
  }
  const { activeRun } = project
  return (
    <section aria-label="Proposed follow-ups" className="border-(--hair) border-t pb-6 max-[1079px]:order-3">
      <div className="flex min-h-10 flex-wrap items-center gap-x-2.5 px-6 max-[719px]:px-4 max-[719px]:pt-3">
        <h2 className="font-semibold">Proposed follow-ups</h2>
        <span className="text-(--text-2)">{plural(items.length, 'task')} that agents propose for the plan</span>
        {activeRun && (
          <span className="text-(--text-3) text-[12px]">
            Run {activeRun.number} is active, so they can be accepted after that run.
          </span>
        )}
      </div>
      <ul className="px-6 max-[719px]:px-4">
        {items.map((item) => (
          <li
            key={item.id}
            className="flex flex-wrap items-center gap-x-2 gap-y-2 border-(--hair) border-t py-2.5 first:border-0"
          >
            <Proposal item={item} now={now} />
            <RejectFollowUp item={item} off={!allowed} onRejected={decided} />
            <AcceptFollowUp item={item} off={!allowed || activeRun !== null} onAccepted={accepted} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Proposal({ item, now }: { item: FollowUpItem; now: number }) {
  const { title, text, epicKey, dependsOn, task, proposedAt } = item
  return (
    <div className="min-w-0 flex-1 basis-72">
      <p className="font-semibold break-words">{title}</p>
      {text && <p className="line-clamp-3 break-words whitespace-pre-wrap text-(--text-2)">{text}</p>}
      <p className="mt-0.5 text-(--text-3) text-[12px]">
        By {task.key}, run {task.run.number}, {ago(now - Date.parse(proposedAt))}. Epic {epicKey}
        {dependsOn.length > 0 && `, after ${dependsOn.join(', ')}`}.
      </p>
    </div>
  )
}
