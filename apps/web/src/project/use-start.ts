import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Fault } from '../client/faults.ts'
import { type CommandOutcome, useCommand } from '../client/use-command.ts'
import { runAddress } from '../shell/addresses.ts'
import { START_PARALLEL, START_SEQUENTIAL } from './project-documents.ts'
import type { StartForm } from './start-form.ts'
import type { RefusedStart } from './start-refusal.tsx'

export type StartState =
  | { kind: 'ready' }
  | { kind: 'refused'; refused: RefusedStart }
  | { kind: 'fault'; fault: Fault }
  | { kind: 'unreachable' }

/** Starts a run and goes to it; keeps why nothing was started. */
export function useStart(projectId: string) {
  const router = useRouter()
  const parallel = useCommand(START_PARALLEL)
  const sequential = useCommand(START_SEQUENTIAL)
  const [state, setState] = useState<StartState>({ kind: 'ready' })

  async function start(form: StartForm): Promise<void> {
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

  return { state, start, busy: parallel.busy || sequential.busy }
}

function answerOf<Data, Answer>(outcome: CommandOutcome<Data>, pick: (data: Data) => Answer): CommandOutcome<Answer> {
  return outcome.kind === 'answered' ? { kind: 'answered', data: pick(outcome.data) } : outcome
}
