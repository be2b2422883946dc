import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { testFolder } from './test-folder.ts'

const PATIENCE_MS = 5_000

/**
 * The global setup of vitest. All temporary folders of a test run are in one folder. If a process still uses that folder at the end, the
 * run fails, because the test has left a process behind (C1: no process of an ended attempt is alive).
 */
export default function guardAgainstLeftovers(): () => Promise<void> {
  const folder = mkdtempSync(join(testFolder(), 'coppice-test-'))
  process.env.TMPDIR = folder
  return async () => {
    const left = await leftovers(folder)
    for (const { pid } of left) process.kill(pid, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    if (left.length > 0) throw new Error(`Tests left processes behind: ${left.map((one) => one.command).join('; ')}`)
  }
}

async function leftovers(folder: string): Promise<Leftover[]> {
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    const found = processesIn(folder)
    if (found.length === 0 || performance.now() > deadline) return found
    await sleep(100)
  }
}

interface Leftover {
  pid: number
  command: string
}

/**
 * Returns the processes that have their working directory, or a path in their environment, below `folder`. On systems without /proc it
 * finds none.
 */
export function processesIn(folder: string): Leftover[] {
  if (!existsSync('/proc/self/environ')) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => livesIn(pid, folder))
    .map((pid) => ({
      pid: Number(pid),
      command: `${pid} ${read(pid, 'cmdline').replaceAll('\0', ' ').trim()} (in ${workingFolder(pid)})`,
    }))
}

function livesIn(pid: string, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder) || read(pid, 'environ').includes(`${folder}/`)
  } catch {
    return false
  }
}

function workingFolder(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return 'an unknown folder'
  }
}

/** Reads a file of a process in /proc. @returns an empty text when the process has ended */
function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
