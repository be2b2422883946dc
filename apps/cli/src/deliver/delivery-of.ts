import type { ApiClient } from '../client/api-client.ts'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'

/** The fields of a run that `coppice deliver` uses. */
export interface RunDelivery {
  number: number
  branch: string
  baseBranch: string
  completedTasks: number
  delivery: { status: string; commit: string | null; reason: string | null; inProgress: boolean }
}

const RUN_DELIVERY = `query RunDelivery($id: ID!) {
  run(id: $id) { number branch baseBranch completedTasks delivery { status commit reason inProgress } }
}`

export async function deliveryOf(api: ApiClient, id: string): Promise<RunDelivery> {
  const { run } = await api.request<{ run: RunDelivery | null }>(RUN_DELIVERY, { id })
  if (run === null) throw new CommandError(EXIT.failed, 'The run no longer exists, because its project was deleted.')
  return run
}
