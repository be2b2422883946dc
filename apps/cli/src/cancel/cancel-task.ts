import { controlTask } from '../client/control-task.ts'
import { findRun, type RunWish } from '../client/find-run.ts'
import { findTask } from '../client/find-task.ts'
import { requireServer } from '../client/require-server.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'

/** Cancels one task of an active run. The run continues. */
export async function cancelTask(io: Io, key: string, wish: RunWish): Promise<ExitCode> {
  const { api } = await requireServer()
  const run = await findRun(api, wish)
  const task = await findTask(api, run, key)
  await controlTask(api, 'cancelTask', task.id)
  io.message(`${key} is cancelled in run ${run.number} of ${run.project}. The work of the task stays on its branch.`)
  return EXIT.done
}
