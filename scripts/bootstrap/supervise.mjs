import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { newSignals } from './new-signal.mjs'

const RELAYED = /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2'])
const PARENT_POLL_MS = 500

/**
 * Runs a program in the terminal of this process, passes each signal to the program once, and returns its exit code. If npm, which started
 * this process, is killed, the program gets SIGHUP, as if the terminal had closed. The program gets the pid of this process in
 * COPPICE_LAUNCHER_PID, so that it notices when this process ends.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>}
 */
export function supervise(file, args, { cwd, env }) {
  const child = spawn(file, args, { cwd, env: { ...env, COPPICE_LAUNCHER_PID: String(process.pid) }, stdio: 'inherit' })
  const isNew = newSignals(() => performance.now())
  const relay = (/** @type {NodeJS.Signals} */ name) => {
    stopWatching()
    if (isNew()) child.kill(name)
  }
  for (const name of RELAYED) process.on(name, relay)
  const stopWatching = watchParent(() => relay('SIGHUP'))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      stopWatching()
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}

/**
 * Calls `onGone` when npm has ended. If npm did not start this process, it does nothing: the parent is then a shell, which may end while
 * the server should continue.
 * @param {() => void} onGone
 */
function watchParent(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return () => {}
  const parent = process.ppid
  const timer = setInterval(() => process.ppid !== parent && onGone(), PARENT_POLL_MS)
  return () => clearInterval(timer)
}
