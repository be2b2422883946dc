import { writeFile } from 'node:fs/promises'
import type { Plan } from '@coppice/engine'
import { graphInputOf } from '@coppice/engine/plan'
import { durationEstimates, estimatedTask, runGraphOf, workModel } from '@coppice/engine/simulation'
import { CommandError } from '../command-error.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { readPlan } from '../plan-file/read-plan.ts'
import { requireSoundPlan } from '../plan-file/require-sound-plan.ts'
import { ganttSvg } from './gantt-svg.ts'
import { watchedPace } from './pace.ts'
import { readDurations } from './read-durations.ts'
import { type LearnedDuration, readLearned } from './read-learned.ts'
import { playScenarios } from './scenarios.ts'
import type { SimulateOptions } from './simulate-options.ts'
import { type Assumptions, simulationText } from './simulation-text.ts'

/** Carries out `coppice simulate`: simulates a plan with the real scheduler and prints how long it takes. */
export async function simulatePlan(io: Io, options: SimulateOptions): Promise<ExitCode> {
  const { pace, done } = watchedPace(io)
  const plan = requireSoundPlan(options.plan, await readPlan(options.plan))
  const tasks = plan.epics.flatMap((epic) => epic.tasks)
  const attempts = new Map(tasks.map(({ key, settings }) => [key, settings.maxAttempts]))
  const given = await readDurations(options.durations, new Set(attempts.keys()))
  const learned = await readLearned(options.project)
  const maxAttempts = (key: string) => attempts.get(key) ?? 1
  const byKey = new Map(tasks.map(({ key, settings }) => [key, settings]))
  const shared = {
    resources: plan.settings.resources,
    usesOf: (key: string) => byKey.get(key)?.uses ?? [],
    filesOf: (key: string) => byKey.get(key)?.files ?? [],
  }
  const graph = runGraphOf(graphInputOf(plan), shared)
  const expected = expectedDurations(plan)
  const expectedMs = (key: string) => expected.get(key) ?? 0
  const modelOf = (which: keyof LearnedDuration) => {
    const known = [...learned].map(([key, range]) => [key, range[which]] as const)
    const durations = new Map([...known, ...given].filter(([key]) => attempts.has(key)))
    return workModel({ durations, expectedMs, failRate: options.failRate, maxAttempts })
  }
  const model = modelOf('likelyMs')
  const range = learned.size > 0 ? { low: modelOf('lowMs'), high: modelOf('highMs') } : null
  const played = await playScenarios({ graph, model, range }, options, pace)
  done()
  const notGiven = [...attempts.keys()].filter((key) => !given.has(key))
  const unknown = notGiven.filter((key) => !learned.has(key))
  const assumptions: Assumptions = {
    plan: options.plan,
    totalTasks: tasks.length,
    totalBatches: graph.tasks.at(-1)?.batch ?? 0,
    givenDurations: given.size,
    learnedDurations: notGiven.length - unknown.length,
    meanDurationMs: mean(unknown.map(expectedMs)),
    failRate: options.failRate,
    mergeMs: model.mergeMs,
  }
  const results = played.map(({ scenario }) => scenario)
  if (options.svg !== undefined) await write(options.svg, ganttSvg(graph, played))
  if (options.json) io.json({ ...assumptions, results }, 2)
  else io.out(simulationText(assumptions, results))
  return EXIT.done
}

/** Estimates durations from the plan alone, without earlier sessions. @returns ms by task key. */
function expectedDurations({ epics }: Plan): ReadonlyMap<string, number> {
  const estimateOf = durationEstimates([])
  return new Map(
    epics.flatMap(({ key: epicKey, tasks }) =>
      tasks.map(({ key, settings }) => [key, estimateOf(estimatedTask(key, epicKey, settings)).likelyMs] as const),
    ),
  )
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : Math.round(values.reduce((sum, value) => sum + value, 0) / values.length)

async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: Error) => {
    throw new CommandError(EXIT.usage, `${file} cannot be written: ${error.message}. Give another path.`)
  })
}
