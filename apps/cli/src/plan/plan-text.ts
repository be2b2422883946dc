import type { GraphBatch, Plan } from '@coppice/engine'
import { count } from '../terminal/count.ts'

const LISTED = 12

/** The summary of a plan for people: its size, its batches, and the critical path that determines how long it takes. */
export function planText(
  file: string,
  plan: Plan,
  { batches, criticalPath }: { batches: readonly GraphBatch[]; criticalPath: readonly string[] },
): string {
  const tasks = count(plan.epics.flatMap((epic) => epic.tasks).length, 'task')
  const width = String(batches.length).length
  return [
    `${file}: ${tasks} in ${count(plan.epics.length, 'epic')}, ${count(batches.length, 'batch', 'batches')}`,
    '',
    ...batches.map(({ number, keys }) => `Batch ${String(number).padStart(width)}  ${listed(keys)}`),
    '',
    `Critical path  ${listed(criticalPath, ' → ')}  (${count(criticalPath.length, 'task')})`,
  ].join('\n')
}

function listed(keys: readonly string[], separator = ', '): string {
  const rest = keys.length - LISTED
  const shown = keys.slice(0, LISTED).join(separator)
  return rest > 0 ? `${shown}${separator}… ${rest} more` : shown
}
