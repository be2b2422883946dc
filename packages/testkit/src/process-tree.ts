import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Returns the ids of a process and all its descendants, children before parents. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const line of execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')) {
    const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number)
    children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  const below = (pid: number): number[] => [...(children.get(pid) ?? []).flatMap(below), pid]
  return below(root)
}

/** Whether the process belongs to an agent. Processes of agents have the variable COPPICE_TASK. */
export function isOfAgent(pid: number): boolean {
  try {
    return /(^|\0)COPPICE_TASK=/.test(readFileSync(`/proc/${pid}/environ`, 'utf8'))
  } catch {
    return false // The process has ended.
  }
}

/** Sends a signal to each process that still exists. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) signalIfAlive(pid, signal)
}

/** Kills a process with SIGKILL. Returns whether it was alive. */
export const killIfAlive = (pid: number): boolean => signalIfAlive(pid, 'SIGKILL')

function signalIfAlive(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    return false
  }
}
