import type { ProcessIdentity } from '../../domain/records.ts'
import type { Agent } from '../../ports/agent.ts'
import type { RunningProcess, SessionLimits } from '../../ports/hosts.ts'
import { findWrapper } from '../family/find-wrapper.ts'
import { isAlive } from '../family/process-table.ts'
import { removeRawFiles, sessionFolder } from '../journal/session-folder.ts'
import { followSession, tailOf } from './follow-session.ts'
import type { HostParts } from './host-parts.ts'
import { processEnd } from './process-end.ts'

export interface AdoptedSession {
  id: string
  process: ProcessIdentity | null
  agent: Agent
  limits: SessionLimits
}

/**
 * Takes up a session that an earlier server started (R1: agents outlive the server). The agent may be running or have ended.
 *
 * @returns null when the earlier server never started the agent
 */
export async function adoptSession(parts: HostParts, session: AdoptedSession): Promise<RunningProcess | null> {
  const { id, agent, limits } = session
  const known = parts.live.get(id) ?? (await endedBefore(parts, session))
  if (known !== null) return known.running
  const wrapper = findWrapper(parts.table, id, session.process, sessionFolder(parts.root, id).control)
  if (wrapper === null) return null
  const { identity } = wrapper
  const isWrapperAlive = () => identity !== null && isAlive(parts.table, identity)
  const followed = { sessionId: id, agent, limits, identity, isWrapperAlive, watched: false }
  return (await followSession(parts, followed)).running
}

/** Returns a session whose end the earlier server stored in the journal, but not in the database; null when the journal has no end. */
async function endedBefore(
  parts: HostParts,
  { id, process: identity, agent }: AdoptedSession,
): Promise<{ running: RunningProcess } | null> {
  const journal = parts.shelf.journal(id)
  const { end, summary } = await journal.state()
  if (end === null) return null
  await removeRawFiles(sessionFolder(parts.root, id), agent.keyFiles)
  const ended = processEnd(
    agent,
    { ...end, isSignal: false },
    summary,
    (await tailOf(journal)).text(),
    parts.clock.now(),
  )
  return { running: { identity, ended: Promise.resolve(ended), stop: () => {} } }
}
