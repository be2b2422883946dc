import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, rmSync } from 'node:fs'
import { FILE_MODE, type SessionFolder } from '../../journal/session-folder.ts'
import { spawned } from '../spawned.ts'
import { wrapperArguments } from '../wrapper.ts'

export interface SpawnRequest {
  folder: SessionFolder
  command: string
  cwd: string
  env: Readonly<Record<string, string>>
}

/**
 * Starts the wrapper of a command in a process group of its own, with its output in files.
 *
 * @throws when it cannot be started, for example because the folder does not exist or the arguments are too long. Then no process is
 *   running, and the files are removed.
 */
export async function spawnWrapped({
  folder,
  command,
  cwd,
  env,
}: SpawnRequest): Promise<ChildProcess & { pid: number }> {
  const files: number[] = []
  try {
    for (const path of [folder.stdout, folder.stderr, folder.control]) files.push(openSync(path, 'a', FILE_MODE))
    closeSync(openSync(folder.inbox, 'a', FILE_MODE))
    const child = spawn('/bin/sh', wrapperArguments(command), {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', ...files],
    })
    const running = await spawned(child)
    running.unref()
    return running
  } catch (error) {
    for (const path of [folder.stdout, folder.stderr, folder.control]) rmSync(path, { force: true })
    throw error
  } finally {
    for (const file of files) closeSync(file)
  }
}
