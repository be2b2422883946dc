import { serveCalls } from '../../../workers/serve-calls.ts'
import { type SpawnRequest, spawnWrapped } from './spawn-wrapped.ts'

/**
 * The main file of the worker process that starts agents for the server (ADR 0012: starting a process blocks the one that starts it).
 * Agents outlive this process and the server (R1).
 */
const report = serveCalls<SpawnRequest, number, Exited>(async (request) => {
  const child = await spawnWrapped(request)
  child.once('exit', () => report({ pid: child.pid }))
  return child.pid
})

/** The worker's message that a wrapper has ended. */
export interface Exited {
  pid: number
}
