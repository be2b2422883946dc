import { type GlyphStatus, isTaskEnded } from '../../marks/statuses.ts'
import { plural } from '../../words/format.ts'
import { type Sentence, strong } from '../../words/sentence.ts'
import { indexDependencies } from './dependents.ts'
import type { RunView, TaskView } from './run-view.ts'

const MOST_NAMES = 5

/** @returns sentences about the cancellation of a task: what stops, which work is kept, and which tasks are skipped because of it. */
export function cancelTaskPlan(view: RunView, task: TaskView): { status: GlyphStatus; sentence: Sentence }[] {
  const items: { status: GlyphStatus; sentence: Sentence }[] = []
  if (task.status === 'RUNNING')
    items.push({
      status: 'CANCELLED',
      sentence: [
        strong('Its agent stops.'),
        ' It gets a request to stop, then SIGTERM, and SIGKILL after 5 s. The work of the agent stays on its branch.',
      ],
    })
  if (task.status === 'MERGING')
    items.push({
      status: 'MERGING',
      sentence: [
        strong('Its merge stops,'),
        ` unless its work is already on ${view.branch}. Its finished work is kept.`,
      ],
    })
  if (task.status === 'PENDING')
    items.push({ status: 'PENDING', sentence: [strong('It does not start'), ' in this run.'] })
  const behind = indexDependencies(view.tasks)
    .behind(task.key, true)
    .filter((other) => !isTaskEnded(other.status))
  if (behind.length > 0) {
    const shown = behind.slice(0, MOST_NAMES).map((other) => other.key)
    const more = behind.length > MOST_NAMES ? ` and ${behind.length - MOST_NAMES} more` : ''
    items.push({
      status: 'SKIPPED',
      sentence: [
        strong(
          `${plural(behind.length, 'task')} that ${behind.length === 1 ? 'needs' : 'need'} it ${behind.length === 1 ? 'is' : 'are'} skipped:`,
        ),
        ` ${shown.join(', ')}${more}.`,
      ],
    })
  }
  return items
}
