import { controlRun } from '../client/control-run.ts'
import { findRun, type RunWish } from '../client/find-run.ts'
import { requireServer } from '../client/require-server.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'

/** Resumes a paused run. */
export async function resumeRun(io: Io, wish: RunWish): Promise<ExitCode> {
  const { api } = await requireServer()
  const found = await findRun(api, wish)
  const { run } = await controlRun(api, 'resume', found.id)
  io.message(`Run ${run.number} of ${found.project} continues.`)
  return EXIT.done
}
