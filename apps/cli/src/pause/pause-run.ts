import { controlRun } from '../client/control-run.ts'
import { findRun, type RunWish } from '../client/find-run.ts'
import { requireServer } from '../client/require-server.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { count } from '../terminal/count.ts'

/** Pauses a run: it starts no more agents, and the running agents finish. */
export async function pauseRun(io: Io, wish: RunWish): Promise<ExitCode> {
  const { api } = await requireServer()
  const found = await findRun(api, wish)
  const { run } = await controlRun(api, 'pause', found.id)
  const agents =
    run.agents.length > 0 ? `. ${count(run.agents.length, 'running agent')} can finish, and the work is merged` : ''
  io.message(`Run ${run.number} of ${found.project} is paused${agents}. To continue it: coppice resume`)
  return EXIT.done
}
