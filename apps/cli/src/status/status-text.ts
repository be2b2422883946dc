import type { SessionKind } from '@coppice/run-model'
import { clockTime } from '../terminal/clock-time.ts'
import { costRangeText } from '../terminal/cost-forecast-words.ts'
import { dollars } from '../terminal/dollars.ts'
import { besideForecast } from '../terminal/forecast-words.ts'
import { harmless } from '../terminal/harmless.ts'
import type { AgentStatus, RunStatus } from './run-status.ts'

const LONGEST_LINE = 100

/** Describes a run for people: a line with its state, then a line for each running agent and for tasks that wait for a resource. */
export function statusText(run: RunStatus): string {
  const reason = run.statusReason ? ` (${harmless(run.statusReason)})` : ''
  const headline = `${run.project.name}, run ${run.number}: ${run.status.toLowerCase()}${reason}`
  return [
    headline,
    `  ${facts(run).join(' · ')}`,
    ...agentLines(run.agents),
    ...waitingLines(run),
    ...issueLines(run),
  ].join('\n')
}

/** The cost of a run whose agents report what they use, and its forecast. */
function costWords({ costUsd, unpricedSessions, forecast }: RunStatus): string[] {
  const range = costRangeText(forecast?.cost)
  const beside = range === null ? [] : [`forecast ${range}`]
  if (costUsd === 0) return beside.map((words) => `cost ${words}`)
  return [[unpricedSessions === 0 ? dollars(costUsd) : `more than ${dollars(costUsd)}`, ...beside].join(', ')]
}

function facts(run: RunStatus): string[] {
  const merged = `${run.completedTasks} of ${run.totalTasks} tasks merged`
  const elapsed = besideForecast(clockTime(run.durationMs), run.forecast)
  if (run.finishedAt !== null) return [merged, `took ${elapsed}`, ...costWords(run), deliveryWord(run)]
  return [
    merged,
    `${run.completedBatches} of ${run.totalBatches} batches`,
    `${run.agents.length} of ${run.maxConcurrency} slots in use`,
    elapsed,
    ...costWords(run),
  ]
}

const deliveryWord = ({ delivery }: RunStatus): string =>
  delivery.status === 'DELIVERED'
    ? 'delivered'
    : delivery.status === 'UNDONE'
      ? 'delivery undone'
      : `not delivered${delivery.reason ? `: ${delivery.reason}` : ''}`

const ACTIVITY: Record<SessionKind, (attempt: number) => string> = {
  WORK: (attempt) => `attempt ${attempt}`,
  CONFLICT: () => 'resolves a conflict',
  LEARNING: () => 'learns from the task',
}

function waitingLines({ waiting: { totalCount, edges } }: RunStatus): string[] {
  const lines = edges.map(({ node }) => `  ${node.key}  waits for ${node.awaitedResource}`)
  const more = totalCount - edges.length
  return more > 0 ? [...lines, `  … and ${more} more wait for a resource`] : lines
}

const issueLines = ({ issues }: RunStatus): string[] =>
  issues.map(({ title, task }) => `  ${task.key}  issue: ${harmless(title)}`)

const asks = (key: string, question: string): string => `waits for an answer (coppice answer ${key}): ${question}`

function agentLines(agents: readonly AgentStatus[]): string[] {
  const width = Math.max(0, ...agents.map(({ task }) => task.key.length))
  return agents.map(({ task, session, durationMs, lastLine }) => {
    const what = ACTIVITY[session.kind](session.attempt)
    const output = harmless(session.question === null ? (lastLine ?? '') : asks(task.key, session.question.text))
      .trim()
      .replaceAll(/\s+/g, ' ')
      .slice(0, LONGEST_LINE)
    const clash = task.clashes.length > 0 ? `clashes with ${task.clashes.map(({ key }) => key).join(', ')}  ` : ''
    return `  ${task.key.padEnd(width)}  ${what}  ${clockTime(durationMs).padStart(5)}  ${clash}${output}`.trimEnd()
  })
}
