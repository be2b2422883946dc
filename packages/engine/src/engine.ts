import { cancelRun } from './commands/cancel-run.ts'
import type { CommandDeps, SampleSource } from './commands/command-deps.ts'
import { createProject } from './commands/create-project.ts'
import { importPlan } from './commands/import-plan.ts'
import { resetSample } from './commands/reset-sample.ts'
import { recoverRuns, stopRuns } from './commands/serve-runs.ts'
import { startCodingSessions } from './commands/start-coding-sessions.ts'
import { startRun } from './commands/start-run.ts'
import { DEFAULT_MAX_CONCURRENCY } from './domain/concurrency.ts'
import type { Engine } from './engine-api.ts'
import { launchRun } from './execution/launch-run.ts'
import type { ExecutionDeps } from './execution/run-context.ts'
import type { Git } from './ports/git.ts'
import { doneTasks } from './reads/done-tasks.ts'
import { planPreview } from './reads/plan-preview.ts'
import { projectOf } from './reads/project-of.ts'
import { runningAgents } from './reads/running-agents.ts'

export interface EngineOptions extends ExecutionDeps {
  git: Git
  /** Null: the server has no sample project. */
  sample: SampleSource | null
}

const SEQUENTIAL = { mode: 'SEQUENTIAL', maxConcurrency: 1, strategy: 'BATCHES', isolation: 'TASK' } as const

/** The composition root: wires the parts; whoever calls it gives the ports. */
export function createEngine(options: EngineOptions): Engine {
  const executors: CommandDeps['executors'] = new Map()
  const deps: CommandDeps = { ...options, executors, launch: (runId) => launchRun(deps, runId) }
  return {
    createProject: (input) => createProject(deps, input),
    importPlan: (input) => importPlan(deps, input),
    startParallel: ({
      projectId,
      maxConcurrency = DEFAULT_MAX_CONCURRENCY,
      strategy = 'BATCHES',
      isolation = 'TASK',
      taskIds,
    }) => startRun(deps, { projectId, mode: 'PARALLEL', maxConcurrency, strategy, isolation, taskIds }),
    startSequential: ({ projectId, taskIds }) => startRun(deps, { projectId, taskIds, ...SEQUENTIAL }),
    cancel: ({ runId }) => cancelRun(deps, runId),
    resetSample: () => resetSample(deps),
    startCodingSessions: (projectId, sessionOptions) => startCodingSessions(deps, projectId, sessionOptions),
    read: {
      doneTasks: async (projectId) => (await doneTasks(deps, await projectOf(deps, projectId))).keys,
      planPreview: (projectId) => planPreview(deps, projectId),
      runningAgents: (runId) => runningAgents(deps, runId),
      output: (sessionId, after, limit) => deps.harness.output(sessionId, after, limit),
      onOutput: (sessionId, call) => deps.harness.onOutput(sessionId, call),
    },
    recover: () => recoverRuns(deps),
    stop: (how) => stopRuns(deps, how),
  }
}
