import { controlRun } from '../client/control-run.ts'
import { findRun, type RunWish } from '../client/find-run.ts'
import { requireServer } from '../client/require-server.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { count } from '../terminal/count.ts'

/** C2 */
export async function cancelRun(io: Io, wish: RunWish): Promise<ExitCode> {
  const { api } = await requireServer()
  const found = await findRun(api, wish)
  const { run, cancelledAgents } = await controlRun(api, 'cancel', found.id)
  io.message(`Run ${run.number} of ${found.project} is cancelled; ${count(cancelledAgents ?? 0, 'agent')} stopped.`)
  return EXIT.done
}
