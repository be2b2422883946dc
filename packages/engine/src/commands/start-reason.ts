import { shortRef } from '../domain/naming.ts'
import type { ProjectRecord, RunRecord } from '../domain/records.ts'
import type { DoneTasks, RevertedTask, UnprovenRun } from '../reads/done-tasks.ts'

/**
 * Says what a person should know about a run that starts: why it repeats tasks that an earlier run merged, and what does not protect it.
 * @param keys the tasks of the run
 * @param warning another sentence for people, or null
 * @returns null when there is nothing to know
 */
export function startReason(
  project: Pick<ProjectRecord, 'baseBranch'>,
  { lost, reverted, unproven }: Pick<DoneTasks, 'lost' | 'reverted' | 'unproven'>,
  keys: readonly string[],
  warning: string | null = null,
): string | null {
  const again = reverted.filter(({ key }) => keys.includes(key))
  const reasons = [
    ...(warning === null ? [] : [warning]),
    ...lostWords(lost),
    ...unproven.flatMap((one) => unprovenWords(project, one, keys)),
    ...(again.length === 0 ? [] : [revertedWords(project, again)]),
  ]
  return reasons.length === 0 ? null : reasons.join(' ')
}

/** @param lost earlier runs whose merged work is neither delivered nor discarded, and no longer in the repository */
function lostWords(lost: readonly RunRecord[]): string[] {
  if (lost.length === 0) return []
  const branches = lost.map(({ branch }) => shortRef(branch)).join(', ')
  return [
    `The merged work of ${branches} is lost: the branch was deleted, and git has removed its commits since then. This run does its tasks again.`,
  ]
}

/** @param due the tasks of the run that starts */
function unprovenWords(
  { baseBranch }: Pick<ProjectRecord, 'baseBranch'>,
  { run: { number }, keys }: UnprovenRun,
  due: readonly string[],
): string[] {
  const again = keys.filter((key) => due.includes(key))
  if (again.length === 0) return []
  const marks = again.map((key) => `coppice mark-done ${key}`).join(', ')
  return [
    `Somebody rewrote ${baseBranch} after the delivery of run ${number}, and git cannot prove that ${baseBranch} still has the work. So this run does its tasks again: ${again.join(', ')}. If ${baseBranch} has the work of a task, cancel the run and mark the task as done: ${marks}.`,
  ]
}

function revertedWords({ baseBranch }: Pick<ProjectRecord, 'baseBranch'>, again: readonly RevertedTask[]): string {
  const named = again.map(({ key, by }) => `${key} (by ${by.slice(0, 9)})`).join(', ')
  const marks = again.map(({ key }) => `coppice mark-done ${key}`).join(', ')
  return `Merged work was reverted on ${baseBranch}, so this run does it again: ${named}. If a task should not be done again, cancel the run and mark the task as done: ${marks}.`
}
