import type { SessionKind } from '@coppice/run-model'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { clockTime } from '../terminal/clock-time.ts'
import { count } from '../terminal/count.ts'

/** The result of an ended run, as the API reports it. */
export interface Outcome {
  number: number
  status: string
  statusReason: string | null
  branch: string
  baseBranch: string
  durationMs: number
  totalTasks: number
  completedTasks: number
  failedTasks: readonly FailedTask[]
  delivery: { status: string; commit: string | null; reason: string | null }
  /** The issues that agents logged, oldest first. At most 20. */
  issues: readonly { title: string; task: { key: string } }[]
  /** The proposals of the project about which nobody has decided. */
  project: { followUps: readonly { number: number }[] }
}

export interface FailedTask {
  status: string
  error: string
  task: { key: string; branch: string | null; sessions: readonly { id: string; attempt: number; kind: SessionKind }[] }
}

/** @returns the exit code for an ended run. A conflict waits for a person, so its code (3) takes precedence over that of a failed task (1). */
export function exitCodeOf({ status, failedTasks, delivery }: Outcome): ExitCode {
  if (status === 'CANCELLED') return EXIT.cancelled
  if (failedTasks.some((task) => task.status === 'CONFLICT')) return EXIT.needsYou
  if (status === 'FAILED') return EXIT.failed
  return delivery.status === 'DELIVERED' ? EXIT.done : EXIT.needsYou
}

/** The text that ends the output of a run: the result, the failed tasks, and where the work is. */
export function outcomeText(outcome: Outcome): string {
  const { number, status, statusReason, durationMs, totalTasks, completedTasks } = outcome
  const reason = statusReason ? `: ${statusReason}` : ''
  const merged = `${completedTasks} of ${totalTasks} tasks merged`
  return [
    `Run ${number} ${status.toLowerCase()} in ${clockTime(durationMs)}${reason} (${merged})`,
    ...outcome.failedTasks.map(failedLine),
    deliveryLine(outcome),
    ...reportLines(outcome),
  ].join('\n')
}

/** What the agents want a person to know. */
function reportLines({ issues, project: { followUps } }: Outcome): string[] {
  const proposals = `${count(followUps.length, 'proposed task')} ${followUps.length === 1 ? 'waits' : 'wait'} for you: coppice plan follow-ups`
  return [
    ...(issues.length > 0 ? [`${count(issues.length, 'issue')} that agents met:`] : []),
    ...issues.map(({ title, task }) => `  ${task.key}  ${title}`),
    ...(followUps.length > 0 ? [proposals] : []),
  ]
}

function failedLine({ status, error, task }: FailedTask): string {
  const kept = task.branch ? ` (its work is on ${task.branch})` : ''
  return `  ${task.key}  ${status.toLowerCase()}: ${error}${kept}`
}

function deliveryLine({ delivery, branch, baseBranch, completedTasks }: Outcome): string {
  if (delivery.status === 'DELIVERED') return `Delivered to ${baseBranch} (${delivery.commit?.slice(0, 9)})`
  const reason = delivery.reason?.replace(/\.$/, '') ?? ''
  const where = completedTasks > 0 && !reason.includes(branch) ? `. The merged work is on ${branch}` : ''
  return `Not delivered${reason ? `: ${reason}` : ''}${where}`
}
