import type { ApiClient } from '../client/api-client.ts'
import { findRun, type RunWish } from '../client/find-run.ts'
import { REFUSAL, type Refusal, refusedBy } from '../client/refused-by.ts'
import { deliveryOf, type RunDelivery } from '../deliver/delivery-of.ts'
import { outcomeOfDelivery } from '../deliver/outcome-of-delivery.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { useServer } from '../run/use-server.ts'
import { onStopSignal, type StopSignal, signalExitCode } from '../signals/stop-signals.ts'

const UNDO = `mutation Undo($input: UndoDeliveryInput!) { undoDelivery(input: $input) { __typename ${REFUSAL} } }`

/** Requests to undo the delivery of a run, waits for the outcome and prints it. @returns the exit code. */
export async function undoDelivery(io: Io, wish: RunWish): Promise<number> {
  await using server = await useServer(io)
  await server.carryOn('cancelled')
  const { api } = server.link
  const found = await findRun(api, wish)
  const run = await deliveryOf(api, found.id)
  const left = new AbortController()
  onStopSignal((_how, signal) => left.abort(signal))
  // If the run is delivered and a request is in progress, that request is already one to undo the delivery. So no second request is sent.
  if (!run.delivery.inProgress || run.delivery.status !== 'DELIVERED') await ask(api, found.id)
  const outcome = await outcomeOfDelivery(api, found.id, left.signal)
  return outcome === null ? leave(io, run, left.signal.reason) : conclude(io, outcome)
}

async function ask(api: ApiClient, runId: string): Promise<void> {
  const { undoDelivery: answer } = await api.request<{ undoDelivery: Refusal }>(UNDO, { input: { runId } })
  if (answer.__typename !== 'UndoDeliverySuccess') throw refusedBy(answer)
}

function conclude(io: Io, { number, branch, delivery }: RunDelivery): ExitCode {
  if (delivery.status !== 'UNDONE') {
    io.message(`The delivery of run ${number} is ${delivery.reason}`)
    return EXIT.needsYou
  }
  io.out(`Undone: ${delivery.reason}. The next run does the tasks again. The work stays on ${branch}.`)
  return EXIT.done
}

function leave(io: Io, { number }: RunDelivery, signal: StopSignal): number {
  io.message(
    `Run ${number} is not undone yet. A server finishes it: this one, or the next one that starts. To see the outcome: coppice watch ${number}`,
  )
  return signalExitCode(signal)
}
