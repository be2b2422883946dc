import { useRouter } from 'next/navigation'
import type { ResultOf } from '../client/graphql.ts'
import { type CommandOutcome, useCommand } from '../client/use-command.ts'
import { useCommandState } from '../client/use-command-state.ts'
import { runAddress } from '../shell/addresses.ts'
import { RESET_SAMPLE, START_PARALLEL, START_SEQUENTIAL } from './start-documents.ts'
import type { StartForm } from './start-form.ts'

type Answer =
  | ResultOf<typeof START_PARALLEL>['startParallel']
  | ResultOf<typeof START_SEQUENTIAL>['startSequential']
  | ResultOf<typeof RESET_SAMPLE>['resetSample']
export type RefusedStart = Exclude<
  Answer,
  { __typename: 'StartParallelSuccess' | 'StartSequentialSuccess' | 'ResetSampleSuccess' }
>

/** Starts a run and opens it. Keeps the reason when nothing was started. */
export function useStart() {
  const router = useRouter()
  const parallel = useCommand(START_PARALLEL)
  const sequential = useCommand(START_SEQUENTIAL)
  const reset = useCommand(RESET_SAMPLE)
  const { state, clear, refuse, answered } = useCommandState<RefusedStart>()

  /** `taskIds`: only these tasks and what they need. Null means all incomplete tasks. */
  async function start(projectId: string, form: StartForm, taskIds: readonly string[] | null): Promise<void> {
    clear()
    const only = taskIds && [...taskIds]
    const { slots: maxConcurrency, strategy, isolation } = form
    const outcome =
      form.mode === 'PARALLEL'
        ? answerOf(
            await parallel.send({ projectId, maxConcurrency, strategy, isolation, taskIds: only }),
            (data) => data.startParallel,
          )
        : answerOf(await sequential.send({ projectId, taskIds: only }), (data) => data.startSequential)
    const answer = answered<Exclude<Answer, { __typename: 'ResetSampleSuccess' }>>(outcome)
    if (answer === null) return
    if (answer.__typename === 'StartParallelSuccess' || answer.__typename === 'StartSequentialSuccess')
      return router.push(runAddress(projectId, answer.run.id))
    refuse(answer)
  }

  /** Creates the sample project, or recreates it if it exists, and starts a run of it. */
  async function startSample(form: StartForm): Promise<void> {
    clear()
    const answer = answered(answerOf(await reset.send({}), (data) => data.resetSample))
    if (answer === null) return
    if (answer.__typename === 'ResetSampleSuccess') return start(answer.project.id, form, null)
    refuse(answer)
  }

  return { state, start, startSample, busy: parallel.busy || sequential.busy || reset.busy }
}

function answerOf<Data, Answer>(outcome: CommandOutcome<Data>, pick: (data: Data) => Answer): CommandOutcome<Answer> {
  return outcome.kind === 'answered' ? { kind: 'answered', data: pick(outcome.data) } : outcome
}
