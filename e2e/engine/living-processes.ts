import { readdirSync, readFileSync } from 'node:fs'

/** Pids of processes that have the session's marker in their environment, whoever their parent is now. */
export function livingProcesses(sessionId: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => environmentOf(pid).includes(sessionId))
    .map(Number)
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8')
  } catch {
    return ''
  }
}
