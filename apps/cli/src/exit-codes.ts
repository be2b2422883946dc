/** The exit codes of the CLI. Scripts rely on them, so they never change. `coppice help exit-codes` prints them. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  needsYou: 3,
  unauthenticated: 4,
  runWaits: 5,
  stillRunning: 8,
  cancelled: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export const EXIT_CODE_MEANINGS: readonly [code: ExitCode, meaning: string][] = [
  [EXIT.done, 'delivered, or there was nothing to do'],
  [EXIT.failed, 'failed'],
  [EXIT.usage, 'the command line or the plan is wrong; nothing was started'],
  [EXIT.needsYou, 'you must act: a task ended in CONFLICT, or merged work is not delivered'],
  [EXIT.unauthenticated, 'the server does not accept the token'],
  [EXIT.runWaits, 'the run waits for you, and no terminal is there: raise its budget, or answer its agents'],
  [EXIT.stillRunning, 'you stopped watching; the run continues'],
  [EXIT.cancelled, 'cancelled (Ctrl-C)'],
]
