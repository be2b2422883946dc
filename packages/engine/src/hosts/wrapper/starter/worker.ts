import { serveCalls } from '../../../workers/serve-calls.ts'
import { type SpawnRequest, spawnWrapped } from './spawn-wrapped.ts'

/** The process that starts agents for the server (ADR 0012). Agents outlive it, as they outlive the server (R1). */
const tell = serveCalls<SpawnRequest, number, Exited>(async (request) => {
  const child = await spawnWrapped(request)
  child.once('exit', () => tell({ pid: child.pid }))
  return child.pid
})

/** A wrapper has ended. */
export interface Exited {
  pid: number
}
