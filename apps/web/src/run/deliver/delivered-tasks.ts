import type { RunView } from '../view/run-view.ts'

const LISTED = 12

/** @returns the number of completed tasks, the first of them with their commits, and how many are not listed. */
export function deliveredTasks({ tasks }: Pick<RunView, 'tasks'>): { tasks: number; listed: string[]; more: number } {
  const completed = tasks.filter(({ status }) => status === 'COMPLETED')
  const listed = completed.slice(0, LISTED).map(({ key, commit }) => (commit ? `${key} (${commit.slice(0, 9)})` : key))
  return { tasks: completed.length, listed, more: completed.length - listed.length }
}
