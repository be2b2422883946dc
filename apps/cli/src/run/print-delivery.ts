import type { ApiClient } from '../client/api-client.ts'
import { deliveryWords, type NextDelivery } from '../delivery/delivery-words.ts'
import type { Io } from '../io.ts'

const NEXT_DELIVERY = `query NextDelivery($id: ID!) {
  project(id: $id) {
    repositoryPath
    nextDelivery { baseBranch checkoutPath checkedOutBranch byHand branch obstacles { message paths totalPaths help } }
  }
}`

/** Prints which branch the run will move. If something prevents the delivery now, it also prints a warning. */
export async function printDelivery(io: Io, api: ApiClient, projectId: string, plan: string): Promise<void> {
  const { project } = await api.request<{ project: { repositoryPath: string; nextDelivery: NextDelivery } | null }>(
    NEXT_DELIVERY,
    { id: projectId },
  )
  if (project === null) return
  const { repositoryPath, nextDelivery } = project
  io.message(deliveryWords(nextDelivery, { repositoryPath, plan, change: (branch) => `coppice run --base ${branch}` }))
}
