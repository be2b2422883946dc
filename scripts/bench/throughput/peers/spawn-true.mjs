import { spawn } from 'node:child_process'

/** Runs `true` in a process. It rejects when the process does not exit with 0. */
export function spawnTrue() {
  const { promise, resolve, reject } = Promise.withResolvers()
  const child = spawn('true', { stdio: 'ignore' })
  child.once('error', reject)
  child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the command "true" exited with ${code}`))))
  return promise
}
