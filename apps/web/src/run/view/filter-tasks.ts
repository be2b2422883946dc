import { markOf, type TaskView } from './run-view.ts'

/** A part such as `status:failed`, which names the field that it filters. A filter looks like `status:failed epic:core batch:2 words`. */
const PART = /^(status|epic|batch):(.+)$/

function matchesPart(task: TaskView, part: string): boolean {
  const [, field, value = ''] = PART.exec(part) ?? []
  if (field === 'status') return markOf(task).toLowerCase() === value
  if (field === 'epic') return task.epicKey.toLowerCase() === value
  if (field === 'batch') return String(task.batchNumber) === value
  return `${task.key} ${task.epicKey} ${task.description}`.toLowerCase().includes(part)
}

/** Parses the text of a filter. @returns whether a task matches all its parts; null when the text is empty. */
export function taskFilter(text: string): ((task: TaskView) => boolean) | null {
  const parts = text.toLowerCase().split(/\s+/).filter(Boolean)
  return parts.length === 0 ? null : (task) => parts.every((part) => matchesPart(task, part))
}
