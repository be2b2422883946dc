import { writeFile } from 'node:fs/promises'
import { graphInputOf } from '@coppice/engine/plan'
import { DEFAULT_DURATION_MS, runGraphOf, workModel } from '@coppice/engine/simulation'
import { CommandError } from '../command-error.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { readPlan } from '../plan-file/read-plan.ts'
import { requireSoundPlan } from '../plan-file/require-sound-plan.ts'
import { ganttSvg } from './gantt-svg.ts'
import { watchedPace } from './pace.ts'
import { readDurations } from './read-durations.ts'
import { playScenarios } from './scenarios.ts'
import type { SimulateOptions } from './simulate-options.ts'
import { type Assumptions, simulationText } from './simulation-text.ts'

/** `coppice simulate`: what a plan would take, by the scheduler that would carry it out. */
export async function simulatePlan(io: Io, options: SimulateOptions): Promise<ExitCode> {
  const { pace, done } = watchedPace(io)
  const plan = requireSoundPlan(options.plan, await readPlan(options.plan))
  const tasks = plan.epics.flatMap((epic) => epic.tasks)
  const attempts = new Map(tasks.map(({ key, settings }) => [key, settings.maxAttempts]))
  const durations = await readDurations(options.durations, new Set(attempts.keys()))
  const maxAttempts = (key: string) => attempts.get(key) ?? 1
  const graph = runGraphOf(graphInputOf(plan))
  const model = workModel({ durations, failRate: options.failRate, maxAttempts })
  const played = await playScenarios({ graph, model }, options, pace)
  done()
  const assumptions: Assumptions = {
    plan: options.plan,
    totalTasks: tasks.length,
    totalBatches: graph.tasks.at(-1)?.batch ?? 0,
    givenDurations: durations.size,
    meanDurationMs: DEFAULT_DURATION_MS,
    failRate: options.failRate,
    mergeMs: model.mergeMs,
  }
  const results = played.map(({ scenario }) => scenario)
  if (options.svg !== undefined) await write(options.svg, ganttSvg(graph, played))
  io.out(options.json ? JSON.stringify({ ...assumptions, results }, null, 2) : simulationText(assumptions, results))
  return EXIT.done
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: Error) => {
    throw new CommandError(EXIT.usage, `${file} cannot be written: ${error.message}`)
  })
}
