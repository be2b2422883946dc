import { clockTime } from '../terminal/clock-time.ts'
import { count } from '../terminal/count.ts'
import type { Scenario } from './scenarios.ts'

/** The input of a simulation and its assumptions. */
export interface Assumptions {
  plan: string
  totalTasks: number
  totalBatches: number
  /** How many tasks have a given duration. */
  givenDurations: number
  /** How many other tasks have a duration from earlier sessions of the project. */
  learnedDurations: number
  /** The mean duration of the remaining tasks. */
  meanDurationMs: number
  failRate: number
  mergeMs: number
}

/** The result for people: the assumptions, a row per scenario, and the critical path, which more slots cannot shorten. */
export function simulationText(assumptions: Assumptions, scenarios: readonly Scenario[]): string {
  return [headline(assumptions), '', ...table(scenarios), '', ...endings(scenarios), ...paths(scenarios)].join('\n')
}

function headline(assumptions: Assumptions): string {
  const { plan, totalTasks, totalBatches, givenDurations, learnedDurations, meanDurationMs, failRate } = assumptions
  const mean = `${clockTime(meanDurationMs)} each on average, varied by task key`
  const known = [
    ...(givenDurations > 0 ? [`${givenDurations} with a given duration`] : []),
    ...(learnedDurations > 0 ? [`${learnedDurations} from earlier sessions`] : []),
  ]
  const others = known.length === 0 ? [mean] : [`others ${mean}`]
  const durations = [...known, ...(givenDurations + learnedDurations === totalTasks ? [] : others)].join(', ')
  return [
    `${plan}: ${count(totalTasks, 'task')} in ${count(totalBatches, 'batch', 'batches')}; ${durations}`,
    `Assumptions: ${percent(failRate)} of attempts fail; merge and verify take no time`,
  ].join('\n')
}

const HEADS = ['slots', 'strategy', 'wall time', 'lower bound', 'slot use', 'one more slot']

function table(scenarios: readonly Scenario[]): string[] {
  const rows = [HEADS, ...scenarios.map(cells)]
  const widths = HEADS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const aligned = (cell: string, column: number) =>
    column === 1 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
  return rows.map((row) => row.map(aligned).join('  '))
}

const cells = ({
  concurrency,
  strategy,
  lowerBoundMs,
  slotUse,
  oneMoreSlotSavesMs,
  ...scenario
}: Scenario): string[] => [
  String(concurrency),
  strategy,
  wallTime(scenario),
  clockTime(lowerBoundMs),
  percent(slotUse),
  oneMoreSlotSavesMs === null ? '-' : saved(oneMoreSlotSavesMs, scenario.wallMs),
]

const wallTime = ({ wallMs, wallRangeMs: range }: Pick<Scenario, 'wallMs' | 'wallRangeMs'>): string =>
  range === null ? clockTime(wallMs) : `${clockTime(wallMs)} (${clockTime(range.low)} to ${clockTime(range.high)})`

function saved(ms: number, of: number): string {
  if (Math.abs(ms) < 1_000) return 'no change'
  return `${ms > 0 ? '-' : '+'}${clockTime(Math.abs(ms))} (${percent(Math.abs(ms) / of)})`
}

function endings(scenarios: readonly Scenario[]): string[] {
  const [first] = scenarios
  if (first === undefined || first.failed + first.skipped === 0) return []
  return [`${first.completed} merged, ${first.failed} failed, ${first.skipped} skipped because of these`, '']
}

/**
 * @returns each different critical path once. There is usually only one, because attempts have the same durations and failures in every
 *   scenario.
 */
const paths = (scenarios: readonly Scenario[]): string[] => [...new Set(scenarios.map(pathLine))]

const LISTED = 12

function pathLine({ criticalPath, criticalPathMs }: Scenario): string {
  const rest = criticalPath.length - LISTED
  const shown = criticalPath.slice(0, LISTED).join(' → ')
  const tasks = `${count(criticalPath.length, 'task')}, ${clockTime(criticalPathMs)}`
  return `Critical path  ${rest > 0 ? `${shown} → … ${rest} more` : shown}  (${tasks})`
}

const percent = (share: number): string => `${Math.round(share * 100)} %`
