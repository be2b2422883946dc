import { Notice } from '../../ui/notice.tsx'
import { reopenedBatch } from '../view/open-batches.ts'
import type { RunView } from '../view/run-view.ts'

const MOST_NAMES = 3

/** Shown while an ended batch is active again because a task was retried. It says what continues and what waits for the batch. */
export function ReopenedNotice({ view }: { view: RunView }) {
  const reopened = reopenedBatch(view)
  if (!reopened) return null
  const { batch, tasks, later } = reopened
  const keys = tasks.slice(0, MOST_NAMES).map((task) => task.key)
  const more = tasks.length > MOST_NAMES ? ` and ${tasks.length - MOST_NAMES} more` : ''
  const retried = keys.length > 0 ? `: ${keys.join(', ')}${more} ${tasks.length === 1 ? 'is' : 'are'} retried` : ''
  return (
    <Notice role="status" status="RUNNING" title={`Batch ${batch} is open again${retried}.`} className="flex-none">
      Running attempts of batch {later} continue, and their work is merged. No other task of batch {later} starts until
      batch {batch} has ended. From now on, the resulting tree may depend on timing.
    </Notice>
  )
}
