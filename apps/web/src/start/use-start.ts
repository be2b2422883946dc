import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Fault } from '../client/faults.ts'
import type { ResultOf } from '../client/graphql.ts'
import { type CommandOutcome, useCommand } from '../client/use-command.ts'
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

export type StartState =
  | { kind: 'ready' }
  | { kind: 'refused'; refused: RefusedStart }
  | { kind: 'fault'; fault: Fault }
  | { kind: 'unreachable' }

/** Starts a run and goes to it; keeps why nothing was started. */
export function useStart() {
  const router = useRouter()
  const parallel = useCommand(START_PARALLEL)
  const sequential = useCommand(START_SEQUENTIAL)
  const reset = useCommand(RESET_SAMPLE)
  const [state, setState] = useState<StartState>({ kind: 'ready' })

  async function start(projectId: string, form: StartForm): Promise<void> {
    setState({ kind: 'ready' })
    const outcome =
      form.mode === 'PARALLEL'
        ? answerOf(await parallel.send({ projectId, maxConcurrency: form.slots }), (data) => data.startParallel)
        : answerOf(await sequential.send({ projectId }), (data) => data.startSequential)
    if (outcome.kind !== 'answered') return setState(outcome)
    const answer = outcome.data
    if (answer.__typename === 'StartParallelSuccess' || answer.__typename === 'StartSequentialSuccess')
      return router.push(runAddress(projectId, answer.run.id))
    setState({ kind: 'refused', refused: answer })
  }

  /** Makes the sample project, anew where it is there already, and starts it. */
  async function startSample(form: StartForm): Promise<void> {
    setState({ kind: 'ready' })
    const outcome = answerOf(await reset.send({}), (data) => data.resetSample)
    if (outcome.kind !== 'answered') return setState(outcome)
    if (outcome.data.__typename === 'ResetSampleSuccess') return start(outcome.data.project.id, form)
    setState({ kind: 'refused', refused: outcome.data })
  }

  return { state, start, startSample, busy: parallel.busy || sequential.busy || reset.busy }
}

function answerOf<Data, Answer>(outcome: CommandOutcome<Data>, pick: (data: Data) => Answer): CommandOutcome<Answer> {
  return outcome.kind === 'answered' ? { kind: 'answered', data: pick(outcome.data) } : outcome
}
