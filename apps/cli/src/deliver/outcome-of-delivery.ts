import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiClient } from '../client/api-client.ts'
import { deliveryOf, type RunDelivery } from './delivery-of.ts'

const POLL_MS = 200

/**
 * Waits until the delivery of a run is no longer in progress. It polls instead of following events, because a run may have thousands of
 * events and only the last one matters here.
 * @param stopped aborts when the user stops the command. The server continues the delivery.
 * @returns null when `stopped` aborts first
 */
export async function outcomeOfDelivery(
  api: ApiClient,
  runId: string,
  stopped: AbortSignal,
): Promise<RunDelivery | null> {
  while (!stopped.aborted) {
    const run = await deliveryOf(api, runId)
    if (!run.delivery.inProgress) return run
    await sleep(POLL_MS, null, { signal: stopped }).catch(() => {})
  }
  return null
}
