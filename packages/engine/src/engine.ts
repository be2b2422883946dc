import { cancelRun } from './commands/cancel-run.ts'
import type { CommandDeps, SampleSource } from './commands/command-deps.ts'
import { createProject } from './commands/create-project.ts'
import { doneTasks } from './commands/done-tasks.ts'
import { importPlan } from './commands/import-plan.ts'
import { planPreview } from './commands/plan-preview.ts'
import { resetSample } from './commands/reset-sample.ts'
import { startCodingSessions } from './commands/start-coding-sessions.ts'
import { startRun } from './commands/start-run.ts'
import { NotFound } from './domain/refusals.ts'
import type { Engine } from './engine-api.ts'
import { launchRun } from './execution/launch-run.ts'
import type { ExecutionDeps } from './execution/run-context.ts'
import { runningAgents } from './execution/running-agents.ts'
import type { Git } from './ports/git.ts'

export interface EngineOptions extends ExecutionDeps {
  git: Git
  /** Null: the server has no sample project. */
  sample: SampleSource | null
}

/** The composition root: wires the parts; whoever calls it gives the ports. */
export function createEngine(options: EngineOptions): Engine {
  const executors: CommandDeps['executors'] = new Map()
  const deps: CommandDeps = { ...options, executors, launch: (runId) => launchRun(deps, runId) }
  return {
    createProject: (input) => createProject(deps, input),
    importPlan: (input) => importPlan(deps, input),
    startParallel: ({ projectId, maxConcurrency = 3, strategy = 'BATCHES', isolation = 'TASK' }) =>
      startRun(deps, { projectId, mode: 'PARALLEL', maxConcurrency, strategy, isolation }),
    startSequential: ({ projectId }) =>
      startRun(deps, { projectId, mode: 'SEQUENTIAL', maxConcurrency: 1, strategy: 'BATCHES', isolation: 'TASK' }),
    cancel: ({ runId }) => cancelRun(deps, runId),
    resetSample: () => resetSample(deps),
    startCodingSessions: (projectId, sessionOptions) => startCodingSessions(deps, projectId, sessionOptions),
    read: {
      doneTasks: async (projectId) => (await doneTasks(deps, await existing(deps, projectId))).keys,
      planPreview: (projectId) => planPreview(deps, projectId),
      runningAgents: (runId) => runningAgents(deps, runId),
      output: (sessionId, after, limit) => deps.harness.output(sessionId, after, limit),
      onOutput: (sessionId, call) => deps.harness.onOutput(sessionId, call),
    },
    recover: () => recoverRuns(deps),
    stop: (how) => stopRuns(deps, how),
  }
}

async function existing(deps: CommandDeps, projectId: string) {
  const project = await deps.store.project(projectId)
  if (!project) throw new NotFound('There is no such project.')
  return project
}

/** R1: every run that was active goes on by itself. */
async function recoverRuns(deps: CommandDeps): Promise<void> {
  for (const run of await deps.store.activeRuns()) await deps.launch(run.id)
}

async function stopRuns(deps: CommandDeps, how: 'interrupt' | 'handover'): Promise<void> {
  await Promise.all([...deps.executors.values()].map((executor) => executor.stop(how)))
  await deps.harness.close()
}
