import { useRouter } from 'next/navigation'
import type { ResultOf } from '../client/graphql.ts'
import { type CommandOutcome, useCommand } from '../client/use-command.ts'
import { useCommandState } from '../client/use-command-state.ts'
import { runAddress } from '../shell/addresses.ts'
import { typedBudget } from '../words/budget.ts'
import { RESET_SAMPLE, START_PARALLEL, START_SEQUENTIAL } from './start-documents.ts'
import type { StartForm } from './start-form.ts'

type Result =
  | ResultOf<typeof START_PARALLEL>['startParallel']
  | ResultOf<typeof START_SEQUENTIAL>['startSequential']
  | ResultOf<typeof RESET_SAMPLE>['resetSample']
export type RefusedStart = Exclude<
  Result,
  { __typename: 'StartParallelSuccess' | 'StartSequentialSuccess' | 'ResetSampleSuccess' }
>

/** Starts a run and opens its page. If the run is not started, the state has the reason. */
export function useStart() {
  const router = useRouter()
  const parallel = useCommand(START_PARALLEL)
  const sequential = useCommand(START_SEQUENTIAL)
  const reset = useCommand(RESET_SAMPLE)
  const { state, clear, refuse, dataOf } = useCommandState<RefusedStart>()

  /** Starts a run. @param taskIds the run has only these tasks and the tasks that they need; null means all incomplete tasks */
  async function start(projectId: string, form: StartForm, taskIds: readonly string[] | null): Promise<void> {
    clear()
    const only = taskIds && [...taskIds]
    const { slots: maxConcurrency, strategy, isolation } = form
    const { usd: budgetUsd } = typedBudget(form.budget)
    const outcome =
      form.mode === 'PARALLEL'
        ? resultOf(
            await parallel.send({ projectId, maxConcurrency, strategy, isolation, taskIds: only, budgetUsd }),
            (data) => data.startParallel,
          )
        : resultOf(await sequential.send({ projectId, taskIds: only, budgetUsd }), (data) => data.startSequential)
    const result = dataOf<Exclude<Result, { __typename: 'ResetSampleSuccess' }>>(outcome)
    if (result === null) return
    if (result.__typename === 'StartParallelSuccess' || result.__typename === 'StartSequentialSuccess')
      return router.push(runAddress(projectId, result.run.id))
    refuse(result)
  }

  /**
   * Creates a sample project (an existing one is deleted first) and starts a run of it.
   *
   * @param name the name of the sample; null for the first one
   */
  async function startSample(form: StartForm, name: string | null): Promise<void> {
    clear()
    const result = dataOf(resultOf(await reset.send({ name }), (data) => data.resetSample))
    if (result === null) return
    if (result.__typename === 'ResetSampleSuccess') return start(result.project.id, form, null)
    refuse(result)
  }

  return { state, start, startSample, busy: parallel.busy || sequential.busy || reset.busy }
}

function resultOf<Data, Result>(outcome: CommandOutcome<Data>, pick: (data: Data) => Result): CommandOutcome<Result> {
  return outcome.kind === 'data' ? { kind: 'data', data: pick(outcome.data) } : outcome
}
