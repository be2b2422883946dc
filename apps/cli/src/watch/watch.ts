import { findRunOrLast, type RunWish } from '../client/find-run.ts'
import { requireServer } from '../client/require-server.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { waitingText } from '../run/waiting-text.ts'
import { watchRun } from '../run/watch-run.ts'
import { answerWaitMs, processEnvironment } from '../settings/environment.ts'

/** Carries out `coppice watch`: shows a run from its first event. @returns the exit code of the run, 5 when it waits for a person, or 8 when the user stops watching. */
export async function watch(io: Io, wish: RunWish, json: boolean): Promise<ExitCode> {
  const waitMs = answerWaitMs(processEnvironment)
  const { link } = await requireServer()
  const run = await findRunOrLast(link.api, wish)
  io.message(`Watching run ${run.number} of ${run.project}. Ctrl-C stops watching, not the run.`)
  const watching = await watchRun(io, { link, runId: run.id, json, cancels: false, answerWaitMs: waitMs })
  if (watching.is === 'ended') return watching.exitCode
  if (watching.is === 'waits') {
    io.message(waitingText(run.number, watching.awaited, false))
    return EXIT.runWaits
  }
  io.message(`Run ${run.number} of ${run.project} continues. To watch it again: coppice watch ${run.number}`)
  return EXIT.stillRunning
}
