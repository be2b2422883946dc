import { controlTask } from '../client/control-task.ts'
import { findRun, type RunWish } from '../client/find-run.ts'
import { findTask } from '../client/find-task.ts'
import { requireServer } from '../client/require-server.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'

/** Retries a failed or cancelled task of an active run, with the tasks that were skipped because of it. */
export async function retryTask(io: Io, key: string, wish: RunWish): Promise<ExitCode> {
  const { api } = await requireServer()
  const run = await findRun(api, wish)
  const task = await findTask(api, run, key)
  await controlTask(api, 'retryTask', task.id)
  io.message(
    `${key} waits to start again in run ${run.number} of ${run.project}. To follow it: coppice logs ${key} --follow`,
  )
  return EXIT.done
}
