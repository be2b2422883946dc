import { setImmediate as breathe } from 'node:timers/promises'
import { createLogUpdate } from 'log-update'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { onStopSignal } from '../signals/stop-signals.ts'
import { harmless } from '../terminal/harmless.ts'
import type { Pace } from './scenarios.ts'

const FIRST_AFTER_MS = 1_000
const TERMINAL_EVERY_MS = 200
const PIPE_EVERY_MS = 10_000

/** Prints the progress of a simulation on stderr, and lets Ctrl-C end it. Call `done` at the end. */
export function watchedPace(io: Io): { pace: Pace; done(): void } {
  const live = process.stderr.isTTY ? createLogUpdate(process.stderr) : null
  let isLeft = false
  onStopSignal(() => {
    isLeft = true
  })
  const every = live ? TERMINAL_EVERY_MS : PIPE_EVERY_MS
  let nextAt = performance.now() + FIRST_AFTER_MS
  const done = () => {
    live?.clear()
    // `done` of log-update also shows the cursor again.
    live?.done()
  }
  return {
    async pace({ scenario, ended, total }) {
      await breathe()
      if (isLeft) {
        done()
        throw new CommandError(EXIT.cancelled, 'Stopped; nothing was written.')
      }
      if (performance.now() < nextAt) return
      nextAt = performance.now() + every
      const line = `${scenario}: ${ended} of ${total} tasks`
      if (live) live(harmless(line))
      else io.message(line)
    },
    done,
  }
}
