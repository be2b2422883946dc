import { serveCalls } from '../../../workers/serve-calls.ts'
import { type SpawnRequest, spawnWrapped } from './spawn-wrapped.ts'

/**
 * The main file of the worker process that starts agents for the server (ADR 0012: starting a process blocks the one that starts it), and
 * that copies their output to files. Agents outlive this process and the server (R1): the wrapper's heir then copies the output.
 */
const report = serveCalls<SpawnRequest, number, Exited>(async (request) => {
  const { pid, ended } = await spawnWrapped(request)
  void ended.then(() => report({ pid }))
  return pid
})

/** The worker's message that a wrapper has ended and all its output is in files. */
export interface Exited {
  pid: number
}
