import type { AttemptParts } from './attempts/attempt-parts.ts'
import { createConductor } from './attempts/conductor.ts'
import { cancelRun } from './commands/cancel-run.ts'
import { cancelTask } from './commands/cancel-task.ts'
import type { CommandDeps, SampleSource } from './commands/command-deps.ts'
import { createProject } from './commands/create-project.ts'
import { deliverRun } from './commands/deliver-run.ts'
import { discardRun } from './commands/discard-run.ts'
import { dropTask } from './commands/drop-task.ts'
import { importPlan } from './commands/import-plan.ts'
import { joined } from './commands/joined.ts'
import { markTaskDone } from './commands/mark-task-done.ts'
import { pauseRun } from './commands/pause-run.ts'
import { createProjectTurns } from './commands/project-turns.ts'
import { resetSample } from './commands/reset-sample.ts'
import { resumeRun } from './commands/resume-run.ts'
import { retryTask } from './commands/retry-task.ts'
import { setBaseBranch } from './commands/set-base-branch.ts'
import { setMaxConcurrency } from './commands/set-max-concurrency.ts'
import { startCodingSessions } from './commands/start-coding-sessions.ts'
import { startRun } from './commands/start-run.ts'
import { trustPrograms } from './commands/trust-programs.ts'
import { Coordinator } from './coordinator/coordinator.ts'
import type { Launcher } from './coordinator/launch-run.ts'
import { ProviderGates } from './coordinator/provider-gates.ts'
import type { ExecutionDeps } from './coordinator/run-context.ts'
import { createInProcessDispatch } from './dispatch/in-process.ts'
import { PARALLEL, SEQUENTIAL } from './domain/run-options.ts'
import type { Engine } from './engine-api.ts'
import { createPlanParser } from './parsing/plan-parser.ts'
import type { Conductor, Dispatch } from './ports/dispatch.ts'
import { doneTasks } from './reads/done-tasks.ts'
import { forecast } from './reads/forecast.ts'
import { planPreview } from './reads/plan-preview.ts'
import { projectDelivery } from './reads/project-delivery.ts'
import { projectOf } from './reads/project-of.ts'
import { runningAgents } from './reads/running-agents.ts'
import { taskEstimates } from './reads/task-estimates.ts'

export interface EngineOptions extends Omit<ExecutionDeps, 'gates' | 'dispatch'>, AttemptParts {
  /** Between the owners of runs and their attempts; absent: both are in this process. */
  dispatch?: (conductor: Conductor) => Dispatch
  /** Null: the server has no sample project. */
  sample: SampleSource | null
}

/** The composition root: wires the parts; whoever calls it gives the ports. */
export function createEngine(options: EngineOptions): Engine {
  const executors: Launcher['executors'] = new Map()
  const dispatch = (options.dispatch ?? createInProcessDispatch)(createConductor(options))
  const launcher: Launcher = { ...options, dispatch, executors, gates: new ProviderGates(options.store) }
  const coordinator = new Coordinator(launcher)
  const turns = createProjectTurns()
  const parsePlan = createPlanParser()
  const deps: CommandDeps = { ...options, turns, parsePlan }
  const ofProject = turns.take
  const ofTask = async <T>(taskId: string, command: () => Promise<T>) =>
    turns.take((await deps.store.task(taskId))?.projectId ?? '', command)
  const ofRun = async <T>(runId: string, command: () => Promise<T>) =>
    turns.take((await deps.store.run(runId))?.projectId ?? '', command)
  return {
    createProject: (input) => createProject(deps, input),
    setBaseBranch: (input) => ofProject(input.projectId, () => setBaseBranch(deps, input)),
    importPlan: (input) => ofProject(input.projectId, () => importPlan(deps, input)),
    startParallel: ({
      projectId,
      maxConcurrency = PARALLEL.maxConcurrency,
      strategy = PARALLEL.strategy,
      isolation = PARALLEL.isolation,
      taskIds,
    }) => {
      const asked = { projectId, taskIds, mode: 'PARALLEL', maxConcurrency, strategy, isolation } as const
      return ofProject(projectId, () => startRun(deps, asked))
    },
    startSequential: ({ projectId, taskIds }) =>
      ofProject(projectId, () => startRun(deps, { projectId, taskIds, ...SEQUENTIAL })),
    cancel: ({ runId }) => cancelRun(deps, runId),
    pause: ({ runId }) => pauseRun(deps, runId),
    resume: ({ runId }) => resumeRun(deps, runId),
    setMaxConcurrency: (input) => setMaxConcurrency(deps, input),
    cancelTask: ({ runTaskId }) => cancelTask(deps, runTaskId),
    retryTask: ({ runTaskId }) => retryTask(deps, runTaskId),
    deliver: ({ runId }) => ofRun(runId, () => deliverRun(deps, runId)),
    discardRun: ({ runId }) => ofRun(runId, () => discardRun(deps, runId)),
    markTaskDone: ({ taskId }) => ofTask(taskId, () => markTaskDone(deps, taskId)),
    trustPrograms: ({ projectId }) => ofProject(projectId, () => trustPrograms(deps, projectId)),
    dropTask: ({ taskId }) => ofTask(taskId, () => dropTask(deps, taskId)),
    resetSample: joined(() => resetSample(deps)),
    startCodingSessions: (projectId, sessionOptions) => startCodingSessions(deps, projectId, sessionOptions),
    read: {
      doneTasks: async (projectId) => (await doneTasks(deps, await projectOf(deps, projectId))).keys,
      planPreview: (projectId) => planPreview(deps, projectId),
      forecast: (input) => forecast(deps, input),
      projectDelivery: (projectId) => projectDelivery(deps, projectId),
      taskEstimates: (projectId) => taskEstimates(deps, projectId),
      runningAgents: (runId) => runningAgents({ executors, hosts: options.hosts }, runId),
      output: (sessionId, after, limit) => options.hosts.output(sessionId, after, limit),
      onOutput: (sessionId, call) => options.hosts.onFacts(sessionId, call),
    },
    recover: (which = 'all') => coordinator.begin(which),
    async stop(how) {
      await coordinator.stop(how)
      await dispatch.close()
      await options.hosts.close()
    },
  }
}
