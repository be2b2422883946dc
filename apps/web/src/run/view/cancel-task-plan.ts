import { type GlyphStatus, isTaskEnded } from '../../marks/statuses.ts'
import { plural } from '../../words/format.ts'
import { type Said, strong } from '../../words/said.ts'
import { indexDependencies } from './dependents.ts'
import type { RunView, TaskView } from './run-view.ts'

const MOST_NAMES = 5

/** What cancelling one task stops, what is kept, and which tasks are skipped because of it. */
export function cancelTaskPlan(view: RunView, task: TaskView): { status: GlyphStatus; said: Said }[] {
  const items: { status: GlyphStatus; said: Said }[] = []
  if (task.status === 'RUNNING')
    items.push({
      status: 'CANCELLED',
      said: [
        strong('Its agent stops.'),
        ' First a request to stop, then SIGTERM, then SIGKILL after 5 s. What it wrote stays on its branch.',
      ],
    })
  if (task.status === 'MERGING')
    items.push({
      status: 'MERGING',
      said: [strong('Its merge stops,'), ` unless ${view.branch} has already moved. Finished work is kept.`],
    })
  if (task.status === 'PENDING') items.push({ status: 'PENDING', said: [strong('It does not start'), ' in this run.'] })
  const behind = indexDependencies(view.tasks)
    .behind(task.key, true)
    .filter((other) => !isTaskEnded(other.status))
  if (behind.length > 0) {
    const shown = behind.slice(0, MOST_NAMES).map((other) => other.key)
    const more = behind.length > MOST_NAMES ? ` and ${behind.length - MOST_NAMES} more` : ''
    items.push({
      status: 'SKIPPED',
      said: [
        strong(
          `${plural(behind.length, 'task')} that ${behind.length === 1 ? 'needs' : 'need'} it ${behind.length === 1 ? 'is' : 'are'} skipped:`,
        ),
        ` ${shown.join(', ')}${more}.`,
      ],
    })
  }
  return items
}
