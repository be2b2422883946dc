import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiClient } from '../client/api-client.ts'
import { deliveryOf, type RunDelivery } from './delivery-of.ts'

const POLL_MS = 200

/**
 * Waits until the delivery of a run is no longer in progress. It polls instead of following events, because a run may have thousands of
 * events and only the last one matters here.
 * @returns null when `left` aborts first
 */
export async function outcomeOfDelivery(api: ApiClient, runId: string, left: AbortSignal): Promise<RunDelivery | null> {
  while (!left.aborted) {
    const run = await deliveryOf(api, runId)
    if (!run.delivery.inProgress) return run
    await sleep(POLL_MS, null, { signal: left }).catch(() => {})
  }
  return null
}
