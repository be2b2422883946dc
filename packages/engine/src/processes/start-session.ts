import { existsSync } from 'node:fs'
import type { HarnessRequest, RunningProcess } from '../ports/harness.ts'
import { SESSION_VARIABLE } from './find-wrapper.ts'
import { followSession } from './follow-session.ts'
import type { HarnessParts } from './harness-parts.ts'
import { identify } from './process-table.ts'
import { makeSessionFolder, sessionFolder } from './session-folder.ts'
import { spawnWrapped } from './spawn-wrapped.ts'

/** Starts a session's agent. Rejects where it cannot be started; then nothing of it runs. */
export async function startSession(parts: HarnessParts, request: HarnessRequest): Promise<RunningProcess> {
  const { sessionId, command, cwd, env } = request
  const folder = sessionFolder(parts.root, sessionId)
  if (existsSync(folder.control)) throw new Error(`session ${sessionId} has been started before`)
  await makeSessionFolder(folder)
  const child = await spawnWrapped({ folder, command, cwd, env: { ...env, [SESSION_VARIABLE]: sessionId } })
  try {
    const { running, watch } = await followSession(parts, {
      ...request,
      identity: identify(parts.table, child.pid),
      isWrapperAlive: () => child.exitCode === null && child.signalCode === null,
      watched: true,
    })
    child.once('exit', watch.wake)
    return running
  } catch (error) {
    process.kill(-child.pid, 'SIGKILL')
    throw error
  }
}
