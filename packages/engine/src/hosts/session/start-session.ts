import { existsSync } from 'node:fs'
import type { HostRequest, RunningProcess } from '../../ports/hosts.ts'
import { WorkerEnded } from '../../workers/call-worker.ts'
import { SESSION_VARIABLE } from '../family/find-wrapper.ts'
import { identify, isAlive } from '../family/process-table.ts'
import { INBOX_VARIABLE } from '../inbox/inbox.ts'
import { makeSessionFolder, sessionFolder } from '../journal/session-folder.ts'
import { type StartedWrapper, startWrapper } from '../wrapper/starter/start-wrapper.ts'
import { adoptSession } from './adopt-session.ts'
import { followSession } from './follow-session.ts'
import type { HostParts } from './host-parts.ts'

/** Starts a session's agent. @throws when the agent cannot be started; then no process of the session is running */
export async function startSession(parts: HostParts, request: HostRequest): Promise<RunningProcess> {
  const { sessionId, command, cwd, env } = request
  const folder = sessionFolder(parts.root, sessionId)
  if (existsSync(folder.control)) throw new Error(`the agent of session ${sessionId} was already started`)
  makeSessionFolder(folder)
  try {
    const own = { [SESSION_VARIABLE]: sessionId, [INBOX_VARIABLE]: folder.inbox }
    const wrapper = await startWrapper({ folder, command, cwd, env: { ...env, ...own } })
    return await follow(parts, request, wrapper)
  } catch (error) {
    if (!(error instanceof WorkerEnded)) throw error
    // The worker that starts agents died, so the agent may be running. If so, it is adopted as after a crash of the server.
    const adopted = await adoptSession(parts, { ...request, id: sessionId, process: null })
    if (adopted === null) throw error
    return adopted
  }
}

async function follow(parts: HostParts, request: HostRequest, wrapper: StartedWrapper): Promise<RunningProcess> {
  try {
    const identity = identify(parts.table, wrapper.pid)
    const { running, watch } = await followSession(parts, {
      ...request,
      identity,
      isWrapperAlive: () => wrapper.isAlive() ?? (identity !== null && isAlive(parts.table, identity)),
      watched: true,
    })
    wrapper.onEnd(watch.wake)
    return running
  } catch (error) {
    process.kill(-wrapper.pid, 'SIGKILL')
    throw error
  }
}
