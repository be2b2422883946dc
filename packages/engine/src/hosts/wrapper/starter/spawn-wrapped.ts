import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, rmSync } from 'node:fs'
import type { Writable } from 'node:stream'
import { FILE_MODE, type SessionFolder } from '../../journal/session-folder.ts'
import { spawned } from '../spawned.ts'
import { wrapperArguments } from '../wrapper.ts'
import { copyPipe, type PipeCopy } from './copy-pipe.ts'
import { type Pipe, takePipes } from './pipes.ts'

export interface SpawnRequest {
  folder: SessionFolder
  command: string
  cwd: string
  env: Readonly<Record<string, string>>
}

export interface WrappedProcess {
  pid: number
  /** Resolves when the wrapper has ended and its output is in the files. */
  ended: Promise<void>
}

/**
 * The time to wait for the end of a pipe when its wrapper was killed. A process that does not belong to the session may still have the pipe
 * open, and then the end never comes.
 */
const END_OF_FILE_MS = 1_000

/**
 * Starts the wrapper of a command in a process group of its own, and copies the output of the command to files (ADR 0010).
 *
 * @throws when it cannot be started, for example because the folder does not exist or the arguments are too long. Then no process is
 *   running, and the files are removed.
 */
export async function spawnWrapped({ folder, command, cwd, env }: SpawnRequest): Promise<WrappedProcess> {
  const paths = [folder.stdout, folder.stderr, folder.control]
  const files: number[] = []
  const [out, err] = (await takePipes(2)) as [Pipe, Pipe]
  try {
    for (const path of paths) files.push(openSync(path, 'a', FILE_MODE))
    closeSync(openSync(folder.inbox, 'a', FILE_MODE))
    const [outFile = -1, errFile = -1, control = -1] = files
    const child = spawn('/bin/sh', wrapperArguments(command), {
      ...{ cwd, env, detached: true },
      stdio: ['ignore', out.write, 'ignore', control, 'pipe', out.read, err.read, outFile, errFile, err.write],
    })
    const running = await spawned(child)
    running.unref()
    closeAll([control, out.write, err.write, out.read, err.read])
    return {
      pid: running.pid,
      ended: copied(running, [copyPipe(out.readNow, outFile), copyPipe(err.readNow, errFile)]),
    }
  } catch (error) {
    closeAll([...files, ...Object.values(out), ...Object.values(err)])
    for (const path of paths) rmSync(path, { force: true })
    throw error
  }
}

/** Reports to the wrapper when everything is copied, and waits until the wrapper has ended. */
async function copied(child: ChildProcess, copies: readonly PipeCopy[]): Promise<void> {
  const done = Promise.all(copies.map((copy) => copy.done))
  const lifeline = child.stdio[4] as Writable
  lifeline.on('error', () => {}) // The wrapper was killed.
  void done.then(() => lifeline.end('\n'))
  await new Promise((resolve) => child.once('exit', resolve))
  const timer = setTimeout(() => copies.map((copy) => copy.stop()), END_OF_FILE_MS)
  await done
  clearTimeout(timer)
}

function closeAll(files: readonly number[]): void {
  for (const file of files) closeSync(file)
}
