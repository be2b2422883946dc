import { plural } from '../../words/format.ts'
import type { TaskView } from './run-view.ts'

/** @returns the mark of a task whose work clashes with the work of other tasks; null when no clash is known */
export function clashMark({ clashes }: Pick<TaskView, 'clashes'>): string | null {
  const [first, ...others] = clashes
  if (first === undefined) return null
  return `clashes with ${others.length === 0 ? first.key : plural(clashes.length, 'task')}`
}

/** Names the tasks whose work conflicts with the work of this task, and the files in conflict. @returns null when no clash is known */
export function clashSentence({ clashes }: Pick<TaskView, 'clashes'>): string | null {
  if (clashes.length === 0) return null
  return `Conflicts with the work of ${clashes.map(({ key, files }) => `${key} in ${files.join(', ')}`).join(', and of ')}`
}
