import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Only the server's user may read it: prompts and raw output may contain secrets. */
const FOLDER_MODE = 0o700
export const FILE_MODE = 0o600
const SESSION_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const FILE_NAME = /^[a-z0-9][a-z0-9.-]*$/

/** The files of one session. `stdout`, `stderr` and `inbox` are not redacted (A2), so they are removed when the session has ended. */
export interface SessionFolder {
  path: string
  stdout: string
  stderr: string
  control: string
  inbox: string
  /** It contains facts. Older versions stored only output in it, and gave it its name. */
  journal: string
}

export function sessionFolder(root: string, sessionId: string): SessionFolder {
  if (!SESSION_ID.test(sessionId)) throw new Error(`not a session id: ${sessionId}`)
  const path = join(root, sessionId.toLowerCase())
  return {
    path,
    stdout: join(path, 'stdout'),
    stderr: join(path, 'stderr'),
    control: join(path, 'control'),
    inbox: join(path, 'inbox.jsonl'),
    journal: join(path, 'output.jsonl'),
  }
}

export async function makeSessionFolder(folder: SessionFolder): Promise<void> {
  await mkdir(folder.path, { recursive: true, mode: FOLDER_MODE })
}

/** For a session that has ended: the journal has all of the output, and nobody reads the inbox any longer. */
export async function removeRawFiles(folder: SessionFolder): Promise<void> {
  await Promise.all([folder.stdout, folder.stderr, folder.inbox].map((path) => rm(path, { force: true })))
}

/** Writes a file for the agent to read beside the session's own files and returns its path. */
export async function provideFile(folder: SessionFolder, name: string, text: string): Promise<string> {
  const path = join(folder.path, name)
  const taken = [folder.stdout, folder.stderr, folder.control, folder.inbox, folder.journal]
  if (!FILE_NAME.test(name) || taken.includes(path)) throw new Error(`not a name for a file of a session: ${name}`)
  await makeSessionFolder(folder)
  await writeFile(path, text, { mode: FILE_MODE })
  return path
}
