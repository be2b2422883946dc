import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AGENT_FOLDER, AGENT_WORDS_FILE, CONVERSATION_FILE } from '../../domain/host-contract.ts'
import { CONFINED_FOLDER, OWN_FOLDER, SANDBOX_FILE } from '../../domain/sandbox.ts'
import { CALLS_FILE, TASK_FILE } from '../../domain/task-calls.ts'
import { SPEC_FILE } from '../../ports/hosts.ts'

/** The file mode of session folders: only the server's user may read them, because prompts and raw output may contain secrets. */
const FOLDER_MODE = 0o700
export const FILE_MODE = 0o600
const SESSION_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const FILE_NAME = /^[a-z0-9][a-z0-9.-]*$/

/** The paths of a session's files. `stdout`, `stderr`, `inbox`, `spec`, `task` and `calls` may contain secrets (A2), so they are removed after the session's end. */
export interface SessionFolder {
  path: string
  stdout: string
  stderr: string
  control: string
  inbox: string
  spec: string
  /** What the script of the sandbox is started with. */
  sandbox: string
  /** What the task tools of the agent need, and the calls that they append. */
  task: string
  calls: string
  /** The conversation, which a host writes. A later session continues it. It is removed with old output. */
  conversation: string
  /** The own files of an agent, such as its conversation, and its last message. They are removed with old output. */
  agent: string
  agentWords: string
  /** The files of a host in a sandbox, as `conversation`, `agent` and `agentWords`. They are removed with old output. */
  own: string
  /** The home and the temporary files of an agent in a sandbox. They are removed after the session's end. */
  confined: string
  /** The journal, which contains facts. Its file is named `output.jsonl`, because older versions stored only output in it. */
  journal: string
}

export function sessionFolder(root: string, sessionId: string): SessionFolder {
  if (!SESSION_ID.test(sessionId)) throw new Error(`${JSON.stringify(sessionId)} is not the id of a session`)
  const path = join(root, sessionId.toLowerCase())
  return {
    path,
    stdout: join(path, 'stdout'),
    stderr: join(path, 'stderr'),
    control: join(path, 'control'),
    inbox: join(path, 'inbox.jsonl'),
    spec: join(path, SPEC_FILE),
    sandbox: join(path, SANDBOX_FILE),
    task: join(path, TASK_FILE),
    calls: join(path, CALLS_FILE),
    conversation: join(path, CONVERSATION_FILE),
    agent: join(path, AGENT_FOLDER),
    agentWords: join(path, AGENT_WORDS_FILE),
    own: join(path, OWN_FOLDER),
    confined: join(path, CONFINED_FOLDER),
    journal: join(path, 'output.jsonl'),
  }
}

/**
 * Creates the folder of a session if it is absent. The functions below are synchronous, because the operations are small: through the thread
 * pool a call took 9 to 16 µs, directly 0.4 to 1.2 µs.
 */
export function makeSessionFolder(folder: SessionFolder): void {
  mkdirSync(folder.path, { recursive: true, mode: FOLDER_MODE })
}

/**
 * Removes the raw output, the inbox, the spec, the files of the task tools and the private home of a session that has ended. The output is in
 * the journal, except what was dropped because of the journal's size limit. An agent may have left folders in its home that cannot be
 * removed. They stay.
 *
 * @param keyFiles the files with keys in the folder of the agent's own files. A host removes them at its end, but not if it was killed
 */
export async function removeRawFiles(folder: SessionFolder, keyFiles: readonly string[] = []): Promise<void> {
  const { stdout, stderr, inbox, spec, sandbox, task, calls, confined, agent, own } = folder
  const keys = [agent, join(own, AGENT_FOLDER)].flatMap((place) => keyFiles.map((file) => join(place, file)))
  for (const path of [stdout, stderr, inbox, spec, sandbox, task, calls, ...keys]) rmSync(path, { force: true })
  // The home may have many files. Their removal must not block the server.
  if (existsSync(confined)) await rm(confined, { recursive: true, force: true }).catch(() => {})
}

/**
 * Writes a file for the agent into the session's folder.
 * @returns the path of the file
 * @throws when the name is not allowed, for example because a file of the session itself has it
 */
export function provideFile(folder: SessionFolder, name: string, text: string): string {
  const path = join(folder.path, name)
  const taken = [
    folder.stdout,
    folder.stderr,
    folder.control,
    folder.inbox,
    folder.conversation,
    folder.agent,
    folder.agentWords,
    folder.own,
    folder.confined,
    folder.journal,
  ]
  if (!FILE_NAME.test(name) || taken.includes(path))
    throw new Error(`${JSON.stringify(name)} is not allowed as the name of a file of a session`)
  makeSessionFolder(folder)
  writeFileSync(path, text, { mode: FILE_MODE })
  return path
}
