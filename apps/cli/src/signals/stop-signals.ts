import { constants } from 'node:os'

/** At Ctrl-C, npm and the terminal both send a signal to this process. Signals within this time after the first count as one signal. */
const SAME_SIGNAL_MS = 1_000
const PARENT_POLL_MS = 500

const HOW = { SIGTERM: 'interrupt', SIGINT: 'interrupt', SIGHUP: 'interrupt', SIGUSR2: 'handover' } as const

export type StopSignal = keyof typeof HOW
export type HowToStop = (typeof HOW)[StopSignal]

export interface SignalSource {
  on(signal: StopSignal, call: () => void): unknown
  exit(code: number): void
  now(): number
}

const thisProcess: SignalSource = {
  on: (signal, call) => process.on(signal, call),
  exit: (code) => process.exit(code),
  now: () => performance.now(),
}

/** Calls `stop` at the first signal. A signal more than a second later exits at once. */
export function onStopSignal(
  stop: (how: HowToStop, signal: StopSignal) => void,
  { on, exit, now }: SignalSource = thisProcess,
): void {
  let first: number | null = null
  for (const signal of Object.keys(HOW) as StopSignal[])
    on(signal, () => {
      if (first === null) {
        first = now()
        stop(HOW[signal], signal)
      } else if (now() - first > SAME_SIGNAL_MS) exit(signalExitCode(signal))
    })
}

export const signalExitCode = (signal: StopSignal): number => 128 + constants.signals[signal]

/**
 * Watches the launcher (`npm start` or `bin/coppice`). When the launcher has ended, this process acts as if it had received SIGHUP, because
 * a launcher that was killed could not forward a signal.
 * @param launcher the pid of the launcher; null when there is no launcher
 */
export function watchLauncher(launcher: number | null): void {
  if (launcher === null || process.ppid !== launcher) return
  const timer = setInterval(() => {
    if (process.ppid === launcher) return
    clearInterval(timer)
    process.emit('SIGHUP')
  }, PARENT_POLL_MS)
  timer.unref()
}
