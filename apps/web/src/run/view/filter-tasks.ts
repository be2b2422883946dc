import { markOf, type TaskView } from './run-view.ts'

/** The grammar of all filters: `status:failed epic:core batch:2 words`. All parts must match. */
const PART = /^(status|epic|batch):(.+)$/

function matchesPart(task: TaskView, part: string): boolean {
  const [, field, value = ''] = PART.exec(part) ?? []
  if (field === 'status') return markOf(task).toLowerCase() === value
  if (field === 'epic') return task.epicKey.toLowerCase() === value
  if (field === 'batch') return String(task.batchNumber) === value
  return `${task.key} ${task.epicKey} ${task.description}`.toLowerCase().includes(part)
}

/** A test for tasks. @returns null when the filter is empty. */
export function taskFilter(text: string): ((task: TaskView) => boolean) | null {
  const parts = text.toLowerCase().split(/\s+/).filter(Boolean)
  return parts.length === 0 ? null : (task) => parts.every((part) => matchesPart(task, part))
}
