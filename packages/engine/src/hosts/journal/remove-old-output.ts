import { rmSync } from 'node:fs'
import { readdir, rename, stat, writeFile } from 'node:fs/promises'
import type { HostParts } from '../session/host-parts.ts'
import { scanJournal } from './journal-file.ts'
import { factLine, stateLine } from './journal-lines.ts'
import { removeOverflow } from './overflow.ts'
import { FILE_MODE, removeRawFiles, type SessionFolder, sessionFolder } from './session-folder.ts'

/**
 * Removes the facts of sessions that have ended and whose journal has not changed since `before` (R4). The summary and the session's end
 * stay. A notice says how many lines were removed.
 *
 * @param before in ms since 1970
 * @returns the number of sessions whose facts were removed
 */
export async function removeOldOutput(parts: HostParts, before: number): Promise<number> {
  let removed = 0
  for (const folder of await sessionFolders(parts)) {
    try {
      if (await isOld(folder, before)) removed += Number(await removeOutput(parts, folder))
    } catch (error) {
      parts.log.error({ err: error, folder: folder.path }, 'old output could not be removed')
    }
  }
  return removed
}

async function sessionFolders({ root, live }: HostParts): Promise<(SessionFolder & { id: string })[]> {
  const names = await readdir(root).catch(() => [])
  return names
    .filter((id) => !live.has(id))
    .flatMap((id) => {
      try {
        return [{ ...sessionFolder(root, id), id }]
      } catch {
        return []
      }
    })
}

async function isOld({ journal }: SessionFolder, before: number): Promise<boolean> {
  const found = await stat(journal).catch(() => null)
  return found !== null && found.mtimeMs < before
}

async function removeOutput({ clock, shelf }: HostParts, folder: SessionFolder & { id: string }): Promise<boolean> {
  const { state, lastOutput } = await scanJournal(folder.journal)
  if (state.end === null || state.removed) return false
  const text = `The output of this session (${lastOutput} lines) was removed, because the time for which output is kept is over.`
  const notice = factLine(1, 1, clock.now(), { type: 'Noticed', text })
  // These files are removed before the journal says `removed`. After a crash in between, the next call tries again.
  await removeOverflow(folder)
  await removeRawFiles(folder)
  for (const path of [folder.conversation, folder.agent, folder.agentWords, folder.own])
    rmSync(path, { recursive: true, force: true })
  const next = `${folder.journal}.next`
  await writeFile(next, notice + stateLine({ ...state, overflowBytes: 0, removed: true }), { mode: FILE_MODE })
  await rename(next, folder.journal)
  shelf.forget(folder.id)
  return true
}
