import type { ApiClient } from '../client/api-client.ts'
import { findRun, type RunWish } from '../client/find-run.ts'
import { REFUSAL, type Refusal, refusedBy } from '../client/refused-by.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { useServer } from '../run/use-server.ts'
import { onStopSignal, type StopSignal, signalExitCode } from '../signals/stop-signals.ts'
import { count } from '../terminal/count.ts'
import { deliveryOf, type RunDelivery } from './delivery-of.ts'
import { findWaitingRun } from './find-waiting-run.ts'
import { outcomeOfDelivery } from './outcome-of-delivery.ts'

const DELIVER = `mutation Deliver($input: DeliverInput!) { deliver(input: $input) { __typename ${REFUSAL} } }`

/** Requests the delivery of a run that has ended, waits for the outcome and prints it. @returns the exit code. */
export async function deliverRun(io: Io, wish: RunWish): Promise<number> {
  await using server = await useServer(io)
  await server.carryOn('cancelled')
  const { api } = server.link
  const found = wish.run === undefined ? await findWaitingRun(api, wish) : await findRun(api, wish)
  const run = await deliveryOf(api, found.id)
  if (run.delivery.status === 'DELIVERED') return alreadyDelivered(io, run)
  const stopped = new AbortController()
  onStopSignal((_how, signal) => stopped.abort(signal))
  if (!run.delivery.inProgress) await ask(api, found.id)
  io.message(
    `Delivering run ${run.number} of ${found.project}: ${count(run.completedTasks, 'task')} from ${run.branch} to ${run.baseBranch}`,
  )
  const outcome = await outcomeOfDelivery(api, found.id, stopped.signal)
  return outcome === null ? leave(io, run, stopped.signal.reason) : conclude(io, outcome)
}

async function ask(api: ApiClient, runId: string): Promise<void> {
  const { deliver } = await api.request<{ deliver: Refusal }>(DELIVER, { input: { runId } })
  if (deliver.__typename !== 'DeliverSuccess') throw refusedBy(deliver)
}

function alreadyDelivered(io: Io, { number, baseBranch, delivery }: RunDelivery): ExitCode {
  const how = delivery.reason === null ? '' : `: ${delivery.reason}`
  io.out(`Run ${number} is already delivered to ${baseBranch} (${delivery.commit?.slice(0, 9)})${how}`)
  return EXIT.done
}

function conclude(io: Io, { number, baseBranch, delivery }: RunDelivery): ExitCode {
  if (delivery.status === 'DELIVERED') {
    const how = delivery.reason === null ? '' : `: ${delivery.reason}`
    io.out(`Delivered to ${baseBranch} (${delivery.commit?.slice(0, 9)})${how}`)
    return EXIT.done
  }
  io.message(`Coppice refused the delivery of run ${number}: ${delivery.reason}`)
  return EXIT.needsYou
}

function leave(io: Io, { number }: RunDelivery, signal: StopSignal): number {
  io.message(
    `The delivery of run ${number} is not finished. The running server continues it. If no server runs, the next one does. To see the outcome: coppice deliver ${number}`,
  )
  return signalExitCode(signal)
}
