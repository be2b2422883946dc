import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import type { HostParts } from '../session/host-parts.ts'
import { entryLine, scanJournal, stateLine } from './journal-file.ts'
import { FILE_MODE, type SessionFolder, sessionFolder } from './session-folder.ts'

/**
 * R4: output that nothing was added to since `before` (ms) goes, of sessions that have ended; what they cost and how they ended stays,
 * and a line says that there was more. Answers of how many sessions.
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
  const { state, lastSequence } = await scanJournal(folder.journal)
  if (state.end === null || state.removed) return false
  const text = `The output of this session, ${lastSequence} lines, was removed after the time for which output is kept.`
  const notice = entryLine({ sequence: 1, at: clock.now(), kind: 'NOTICE', text })
  const next = `${folder.journal}.next`
  await writeFile(next, notice + stateLine({ ...state, removed: true }), { mode: FILE_MODE })
  await rename(next, folder.journal)
  shelf.forget(folder.id)
  for (const raw of [folder.stdout, folder.stderr]) await rm(raw, { force: true })
  return true
}
