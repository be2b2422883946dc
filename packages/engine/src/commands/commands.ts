import { PARALLEL, SEQUENTIAL } from '../domain/run-options.ts'
import type { Isolation, Strategy } from '../domain/statuses.ts'
import { type AcceptFollowUp, acceptFollowUp } from './accept-follow-up.ts'
import { type AnswerQuestion, answerQuestion } from './answer-question.ts'
import { cancelRun } from './cancel-run.ts'
import { cancelTask } from './cancel-task.ts'
import type { CommandDeps } from './command-deps.ts'
import { createProject } from './create-project.ts'
import { deleteExpertise } from './delete-expertise.ts'
import { deliverRun } from './deliver-run.ts'
import { discardRun } from './discard-run.ts'
import { type DropKeptWork, dropKeptWork } from './drop-kept-work.ts'
import { dropTask } from './drop-task.ts'
import { type EditExpertise, editExpertise } from './edit-expertise.ts'
import { type ImportExpertise, importExpertise } from './import-expertise.ts'
import { type ImportPlan, importPlan } from './import-plan.ts'
import { joined } from './joined.ts'
import { markTaskDone } from './mark-task-done.ts'
import type { NewProject } from './new-project.ts'
import { pauseRun } from './pause-run.ts'
import { type RejectFollowUp, rejectFollowUp } from './reject-follow-up.ts'
import { type ReleaseProvider, releaseProvider } from './release-provider.ts'
import { resetSample } from './reset-sample.ts'
import { type ResolveTask, resolveTask } from './resolve-task.ts'
import { resumeRun } from './resume-run.ts'
import { retryTask } from './retry-task.ts'
import { type SendMessage, sendMessage } from './send-message.ts'
import { setBaseBranch } from './set-base-branch.ts'
import { setBudget } from './set-budget.ts'
import { setMaxConcurrency } from './set-max-concurrency.ts'
import { type SetProjectBudget, setProjectBudget } from './set-project-budget.ts'
import { type SessionOptions, startCodingSessions } from './start-coding-sessions.ts'
import { startRun } from './start-run.ts'
import { trustPrograms } from './trust-programs.ts'
import { undoDelivery } from './undo-delivery.ts'

interface OfRun {
  runId: string
}

export interface StartParallel {
  projectId: string
  /** 1 to 64; default 3. */
  maxConcurrency?: number
  strategy?: Strategy
  isolation?: Isolation
  /** Runs only these tasks and the incomplete tasks that they depend on. When absent, it runs all incomplete tasks. */
  taskIds?: readonly string[] | null
  /** What the run may cost, in dollars (M2). When absent or null, there is no limit. */
  budgetUsd?: number | null
}

export type Commands = ReturnType<typeof createCommands>

/**
 * Creates all commands. Every change that a person or client makes is one of them, except tokens and sign-ins. A command throws a `Refusal`
 * for an expected failure; its comment lists them after "Refuses:".
 */
export function createCommands(deps: CommandDeps) {
  const { turns } = deps
  const ofProject = turns.take
  const ofTask = async <T>(taskId: string, command: () => Promise<T>) =>
    turns.take((await deps.store.task(taskId))?.projectId ?? '', command)
  const ofFollowUp = async <T>(id: string, command: () => Promise<T>) =>
    turns.take((await deps.store.followUp(id))?.projectId ?? '', command)
  const ofRun = async <T>(runId: string, command: () => Promise<T>) =>
    turns.take((await deps.store.run(runId))?.projectId ?? '', command)
  const reset = joined((name) => resetSample(deps, name))
  return {
    /** Creates a project. Without `baseBranch` it takes the branch that is checked out. Refuses: InvalidInput, InvalidRepository, NameTaken. */
    createProject: (input: NewProject) => createProject(deps, input),
    /**
     * Changes the base branch of a project. Refuses: NotFound, InvalidRepository, RunActive, and InvalidInput when undelivered work waits for
     * the present base branch.
     */
    setBaseBranch: (input: { projectId: string; baseBranch: string }) =>
      ofProject(input.projectId, () => setBaseBranch(deps, input)),
    /** Replaces the plan of a project. Refuses: NotFound, InvalidPlan, CircularDependency, SafeguardRemoved, RunActive. */
    importPlan: (input: ImportPlan) => ofProject(input.projectId, () => importPlan(deps, input)),
    /**
     * Adds a task that an agent proposed to the plan, which gets a new version.
     * Refuses: NotFound, InvalidInput (an unknown epic or dependency, or somebody has decided before), CircularDependency, RunActive.
     */
    acceptFollowUp: (input: AcceptFollowUp) => ofFollowUp(input.followUpId, () => acceptFollowUp(deps, input)),
    /** Rejects a task that an agent proposed. Refuses: NotFound, InvalidInput (somebody has decided before). */
    rejectFollowUp: (input: RejectFollowUp) => ofFollowUp(input.followUpId, () => rejectFollowUp(deps, input)),
    /**
     * Starts a run. It returns once the run is stored.
     * Refuses: NotFound, InvalidInput, NothingToDo, RunActive, CircularDependency, InvalidRepository.
     */
    startParallel: ({
      projectId,
      maxConcurrency = PARALLEL.maxConcurrency,
      strategy = PARALLEL.strategy,
      isolation = PARALLEL.isolation,
      taskIds,
      budgetUsd,
    }: StartParallel) => {
      const asked = { projectId, taskIds, budgetUsd, mode: 'PARALLEL', maxConcurrency, strategy, isolation } as const
      return ofProject(projectId, () => startRun(deps, asked))
    },
    /** Starts a run that carries out one task at a time. Refuses as `startParallel` does. */
    startSequential: ({ projectId, taskIds, budgetUsd }: Pick<StartParallel, 'projectId' | 'taskIds' | 'budgetUsd'>) =>
      ofProject(projectId, () => startRun(deps, { projectId, taskIds, budgetUsd, ...SEQUENTIAL })),
    /** Cancels a run. No session starts after this has returned (C2). Refuses: NotFound, RunNotActive. */
    cancel: ({ runId }: OfRun) => cancelRun(deps, runId),
    /** Pauses a run. Running agents finish and their work is merged, but no session starts (S7). Refuses: NotFound, RunNotActive. */
    pause: ({ runId }: OfRun) => pauseRun(deps, runId),
    /** Continues a paused run. Refuses: NotFound, RunNotActive. */
    resume: ({ runId }: OfRun) => resumeRun(deps, runId),
    /**
     * Ends the hold of a provider before its time, for all runs (S5). If the provider reports its limit again, it is on hold again. It changes
     * nothing when the provider is not on hold. Refuses: NotFound, RunNotActive.
     */
    releaseProvider: (input: ReleaseProvider) => releaseProvider(deps, input),
    /** Changes how many agents of a run may run at the same time, from 1 to 64. Refuses: NotFound, InvalidInput, RunNotActive. */
    setMaxConcurrency: (input: OfRun & { maxConcurrency: number }) => setMaxConcurrency(deps, input),
    /**
     * Changes what an active run may cost, in dollars; null removes the budget (M2). A run that has paused because of its budget continues.
     * Refuses: NotFound, InvalidInput, RunNotActive.
     */
    setBudget: (input: OfRun & { budgetUsd: number | null }) => setBudget(deps, input),
    /**
     * Changes what a project may cost in all and on one day (UTC), in dollars; null removes a budget (M2). A run of the project that has paused
     * because of a budget continues. Refuses: NotFound, InvalidInput.
     */
    setProjectBudget: (input: SetProjectBudget) => ofProject(input.projectId, () => setProjectBudget(deps, input)),
    /** Cancels one task of an active run. Refuses: NotFound, TaskNotActive. */
    cancelTask: ({ runTaskId }: { runTaskId: string }) => cancelTask(deps, runTaskId),
    /**
     * Writes to the agent of a running session. It returns once the message is stored; the owner of the run sends it to the agent.
     * Refuses: NotFound, InvalidInput (also when this kind of agent reads no messages), SessionNotActive.
     */
    sendMessage: (input: SendMessage) => sendMessage(deps, input),
    /**
     * Sends the answer to the question for which the agent of a running session waits. It returns once the answer is stored.
     * Refuses: NotFound, InvalidInput, SessionNotActive, QuestionNotOpen.
     */
    answerQuestion: (input: AnswerQuestion) => answerQuestion(deps, input),
    /** Retries one task of an active run. Refuses: NotFound, TaskNotRetryable. */
    retryTask: ({ runTaskId }: { runTaskId: string }) => retryTask(deps, runTaskId),
    /**
     * Uses a commit that a person made as the work of a task (D4). If the run of the task is active, this run merges and verifies the
     * commit. Otherwise the next run does. Refuses: NotFound, InvalidInput, TaskNotRetryable.
     */
    resolveTask: (input: ResolveTask) => resolveTask(deps, input),
    /**
     * Moves the base branch to the merged work of a run that has ended. It returns once the request is stored. The outcome is an event of
     * the run. Refuses: NotFound, DeliveryRefused.
     */
    deliver: ({ runId }: OfRun) => ofRun(runId, () => deliverRun(deps, runId)),
    /**
     * Takes back the delivered work of a run, so that its tasks are not done (P5). It returns once the request is stored. The outcome is an
     * event of the run. Refuses: NotFound, DeliveryRefused.
     */
    undoDelivery: ({ runId }: OfRun) => ofRun(runId, () => undoDelivery(deps, runId)),
    /** Leaves the undelivered work of a run out of later runs (P5). Refuses: NotFound, RunActive. */
    discardRun: ({ runId }: OfRun) => ofRun(runId, () => discardRun(deps, runId)),
    /** Records that a person did the work of the task (P5). Refuses: NotFound, RunActive. */
    markTaskDone: ({ taskId }: { taskId: string }) => ofTask(taskId, () => markTaskDone(deps, taskId)),
    /** Lets git run, from the next run on, the programs that the repository's config names now (I2). Refuses: NotFound, InvalidRepository. */
    trustPrograms: ({ projectId }: { projectId: string }) => ofProject(projectId, () => trustPrograms(deps, projectId)),
    /** Deletes a ref of kept work (D5). Refuses: NotFound, RunActive. */
    dropKeptWork: (input: DropKeptWork) => ofProject(input.projectId, () => dropKeptWork(deps, input)),
    /** Removes the task from the plan and deletes its kept work. Refuses: NotFound, RunActive. */
    dropTask: ({ taskId }: { taskId: string }) => ofTask(taskId, () => dropTask(deps, taskId)),
    /** Changes the text or the pin of an entry of a project's expertise (E2). Refuses: NotFound, InvalidInput. */
    editExpertise: (input: EditExpertise) => editExpertise(deps, input),
    /** Deletes an entry, so that sessions do not learn it again. Refuses: NotFound. */
    deleteExpertise: ({ entryId }: { entryId: string }) => deleteExpertise(deps, entryId),
    /** Adds the entries of a Markdown file to the expertise of a project. Refuses: NotFound, InvalidInput. */
    importExpertise: (input: ImportExpertise) => importExpertise(deps, input),
    /** Creates a sample project, in place of an earlier one. By default it is the first sample. Refuses: NotFound, NameTaken, RunActive. */
    resetSample: ({ name }: { name?: string | null } = {}) => reset(name ?? null),
    /** Starts a run, and returns promises of its first session and its outcome. It is for a caller that does not read events. */
    startCodingSessions: (projectId: string, sessionOptions?: SessionOptions) =>
      startCodingSessions(deps, projectId, sessionOptions),
  }
}
