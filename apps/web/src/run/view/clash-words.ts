import { plural } from '../../words/format.ts'
import type { TaskView } from './run-view.ts'

/** The mark of a task whose work conflicts with that of other tasks. @returns null when no such task is known */
export function clashMark({ clashes }: Pick<TaskView, 'clashes'>): string | null {
  const [first, ...others] = clashes
  if (first === undefined) return null
  return `clashes with ${others.length === 0 ? first.key : plural(clashes.length, 'task')}`
}

/** Names the tasks that change the same lines, and the files. @returns null when no such task is known */
export function clashSentence({ clashes }: Pick<TaskView, 'clashes'>): string | null {
  if (clashes.length === 0) return null
  return `Changes the same lines as ${clashes.map(({ key, files }) => `${key} in ${files.join(', ')}`).join(', and as ')}`
}
