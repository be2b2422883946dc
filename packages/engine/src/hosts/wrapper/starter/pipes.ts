import { execFile } from 'node:child_process'
import { constants, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A pipe without a name, as file descriptors. Node itself makes only sockets, and `> /dev/stderr` fails for a socket (ADR 0010). */
export interface Pipe {
  write: number
  read: number
  /** A second descriptor of the read end, which does not block. */
  readNow: number
}

/** One call of `mkfifo` makes this many pipes, because starting its process takes longer than making them. */
const AT_ONCE = 32

let spare: Pipe[] = []
let making: Promise<void> | null = null

/** Returns `count` pipes. The caller closes their descriptors. @throws when the system cannot make pipes */
export async function takePipes(count: number): Promise<Pipe[]> {
  while (spare.length < count) {
    making ??= makePipes().finally(() => (making = null))
    await making
  }
  return spare.splice(0, count)
}

/** Makes pipes with names, opens them, and removes the names, so that nothing is left when this process is killed later. */
async function makePipes(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'coppice-pipes-'))
  try {
    const paths = Array.from({ length: AT_ONCE }, (_, index) => join(folder, String(index)))
    await promisify(execFile)('mkfifo', ['-m', '600', ...paths])
    spare = [...spare, ...paths.map(openPipe)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Opens the read end first, because the write end waits for a reader. */
function openPipe(path: string): Pipe {
  const readNow = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const write = openSync(path, constants.O_WRONLY)
  return { readNow, write, read: openSync(path, constants.O_RDONLY) }
}
