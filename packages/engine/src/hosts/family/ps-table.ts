import { execFileSync } from 'node:child_process'
import type { ProcessRow, ProcessTable } from './process-table.ts'

/** Reads processes with `ps`, on systems without `/proc` such as macOS. `ps` shows parents and groups, but not the environment. */
export function createPsTable(): ProcessTable {
  return {
    bootId: bootId(),
    rows: () => list(['-A']).filter((row) => !row.isZombie),
    isComplete: () => false,
    row: (pid) => list(['-p', String(pid)])[0] ?? null,
    hasMarker: () => null,
    compareStart: (one, other) => Date.parse(one) - Date.parse(other),
  }
}

function list(selection: readonly string[]): ProcessRow[] {
  const output = run('ps', [...selection, '-o', 'pid=,ppid=,pgid=,stat=,lstart='])
  return output.split('\n').flatMap((line) => parsePsLine(line) ?? [])
}

export function parsePsLine(line: string): ProcessRow | null {
  const [pid, parent, group, state, ...start] = line.trim().split(/\s+/)
  if (pid === undefined || state === undefined) return null
  return {
    pid: Number(pid),
    parent: Number(parent),
    group: Number(group),
    startTime: start.join(' '),
    isZombie: state.startsWith('Z'),
  }
}

const bootId = (): string => run('sysctl', ['-n', 'kern.bootsessionuuid']).trim() || 'unknown'

/** @returns the output of a command, or an empty text when it fails: `ps` exits with 1 when it finds no process */
function run(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, {
      encoding: 'utf8',
      env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return ''
  }
}
