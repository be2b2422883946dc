import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiClient } from '../client/api-client.ts'
import { deliveryOf, type RunDelivery } from './delivery-of.ts'

const POLL_MS = 200

/**
 * The run once no delivery of it is in progress; null where `left` comes first. By asking again and again, not by following events:
 * a run may have thousands of them, and one more is waited for.
 */
export async function outcomeOfDelivery(api: ApiClient, runId: string, left: AbortSignal): Promise<RunDelivery | null> {
  while (!left.aborted) {
    const run = await deliveryOf(api, runId)
    if (!run.delivery.inProgress) return run
    await sleep(POLL_MS, null, { signal: left }).catch(() => {})
  }
  return null
}
