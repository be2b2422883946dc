import { PARALLEL, SEQUENTIAL } from '../domain/run-options.ts'
import type { Isolation, Strategy } from '../domain/statuses.ts'
import { cancelRun } from './cancel-run.ts'
import { cancelTask } from './cancel-task.ts'
import type { CommandDeps } from './command-deps.ts'
import { createProject } from './create-project.ts'
import { deliverRun } from './deliver-run.ts'
import { discardRun } from './discard-run.ts'
import { dropTask } from './drop-task.ts'
import { type ImportPlan, importPlan } from './import-plan.ts'
import { joined } from './joined.ts'
import { markTaskDone } from './mark-task-done.ts'
import type { NewProject } from './new-project.ts'
import { pauseRun } from './pause-run.ts'
import { resetSample } from './reset-sample.ts'
import { resumeRun } from './resume-run.ts'
import { retryTask } from './retry-task.ts'
import { setBaseBranch } from './set-base-branch.ts'
import { setMaxConcurrency } from './set-max-concurrency.ts'
import { type SessionOptions, startCodingSessions } from './start-coding-sessions.ts'
import { startRun } from './start-run.ts'
import { trustPrograms } from './trust-programs.ts'

interface OfRun {
  runId: string
}

export interface StartParallel {
  projectId: string
  /** 1 to 64; default 3. */
  maxConcurrency?: number
  strategy?: Strategy
  isolation?: Isolation
  /** Only these tasks and the incomplete tasks they depend on. */
  taskIds?: readonly string[] | null
}

export type Commands = ReturnType<typeof createCommands>

/** All commands: every write of the product is one of them. They throw refusals as `Refusal`s. */
export function createCommands(deps: CommandDeps) {
  const { turns } = deps
  const ofProject = turns.take
  const ofTask = async <T>(taskId: string, command: () => Promise<T>) =>
    turns.take((await deps.store.task(taskId))?.projectId ?? '', command)
  const ofRun = async <T>(runId: string, command: () => Promise<T>) =>
    turns.take((await deps.store.run(runId))?.projectId ?? '', command)
  return {
    /** Creates a project. When `baseBranch` is absent, it is the branch that the checkout is on. Refuses: InvalidInput, InvalidRepository, NameTaken. */
    createProject: (input: NewProject) => createProject(deps, input),
    /** Refuses: NotFound, InvalidInput (when undelivered work waits for the present branch), InvalidRepository, RunActive. */
    setBaseBranch: (input: { projectId: string; baseBranch: string }) =>
      ofProject(input.projectId, () => setBaseBranch(deps, input)),
    /** Refuses: NotFound, InvalidPlan, CircularDependency, SafeguardRemoved, RunActive. */
    importPlan: (input: ImportPlan) => ofProject(input.projectId, () => importPlan(deps, input)),
    /**
     * Returns once the run is stored. The run then continues automatically.
     * Refuses: NotFound, InvalidInput, NothingToDo, RunActive, CircularDependency, InvalidRepository.
     */
    startParallel: ({
      projectId,
      maxConcurrency = PARALLEL.maxConcurrency,
      strategy = PARALLEL.strategy,
      isolation = PARALLEL.isolation,
      taskIds,
    }: StartParallel) => {
      const asked = { projectId, taskIds, mode: 'PARALLEL', maxConcurrency, strategy, isolation } as const
      return ofProject(projectId, () => startRun(deps, asked))
    },
    startSequential: ({ projectId, taskIds }: Pick<StartParallel, 'projectId' | 'taskIds'>) =>
      ofProject(projectId, () => startRun(deps, { projectId, taskIds, ...SEQUENTIAL })),
    /** C2: no session starts after this has returned. Refuses: NotFound, RunNotActive. */
    cancel: ({ runId }: OfRun) => cancelRun(deps, runId),
    /** S7: running agents finish and merge, but nothing new starts until `resume`. Both refuse: NotFound, RunNotActive. */
    pause: ({ runId }: OfRun) => pauseRun(deps, runId),
    resume: ({ runId }: OfRun) => resumeRun(deps, runId),
    /** 1 to 64. Refuses: NotFound, InvalidInput, RunNotActive. */
    setMaxConcurrency: (input: OfRun & { maxConcurrency: number }) => setMaxConcurrency(deps, input),
    /** Refuses: NotFound, TaskNotActive. */
    cancelTask: ({ runTaskId }: { runTaskId: string }) => cancelTask(deps, runTaskId),
    /** Refuses: NotFound, TaskNotRetryable. */
    retryTask: ({ runTaskId }: { runTaskId: string }) => retryTask(deps, runTaskId),
    /**
     * S9: moves the run's base branch to its merged work. Returns once the request is stored. The outcome is an event of the run.
     * Refuses: NotFound, DeliveryRefused.
     */
    deliver: ({ runId }: OfRun) => ofRun(runId, () => deliverRun(deps, runId)),
    /** P5: later runs do not carry in the work of this run. Refuses: NotFound, RunActive. */
    discardRun: ({ runId }: OfRun) => ofRun(runId, () => discardRun(deps, runId)),
    /** P5: records that a person did the work of the task. Refuses: NotFound, RunActive. */
    markTaskDone: ({ taskId }: { taskId: string }) => ofTask(taskId, () => markTaskDone(deps, taskId)),
    /** I2: from the next run on, git may run the programs that the repository's config names now. Refuses: NotFound, InvalidRepository. */
    trustPrograms: ({ projectId }: { projectId: string }) => ofProject(projectId, () => trustPrograms(deps, projectId)),
    /** Removes the task from the plan and deletes its kept work. Refuses: NotFound, RunActive. */
    dropTask: ({ taskId }: { taskId: string }) => ofTask(taskId, () => dropTask(deps, taskId)),
    /** Resets the sample project to its first commit, or makes it. Refuses: RunActive. */
    resetSample: joined(() => resetSample(deps)),
    /** The seed's orchestrator. It returns the run, a promise of its first session and a promise of its outcome. */
    startCodingSessions: (projectId: string, sessionOptions?: SessionOptions) =>
      startCodingSessions(deps, projectId, sessionOptions),
  }
}
