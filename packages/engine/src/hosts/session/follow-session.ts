import { STOP_MESSAGE_ID } from '../../domain/host-contract.ts'
import type { ProcessIdentity } from '../../domain/records.ts'
import type { Agent } from '../../ports/agent.ts'
import type { SessionLimits } from '../../ports/hosts.ts'
import { sessionMarker } from '../family/find-wrapper.ts'
import { createFamily } from '../family/process-family.ts'
import { addToInbox } from '../inbox/inbox.ts'
import { GrowingText } from '../journal/growing-text.ts'
import type { Journal } from '../journal/journal.ts'
import { openOutputReader } from '../journal/output-reader.ts'
import { removeRawFiles, sessionFolder } from '../journal/session-folder.ts'
import { createTail, type Tail } from '../journal/tail.ts'
import { readControl } from '../wrapper/wrapper.ts'
import { addNotice, type HostParts, type LiveSession } from './host-parts.ts'
import { SessionWatch } from './session-watch.ts'

/** The number of entries of output from which the tail is made after a restart. */
const TAIL_ENTRIES = 500

export interface FollowedSession {
  sessionId: string
  agent: Agent
  limits: SessionLimits
  /** The identity of the wrapper, or null when it is unknown. */
  identity: ProcessIdentity | null
  isWrapperAlive: () => boolean
  /** Whether this server has watched the wrapper since the wrapper started. */
  watched: boolean
}

/**
 * Reads the output of a session and watches its processes until the session's end is stored. The session may also have ended while no
 * server was running.
 */
export async function followSession(parts: HostParts, session: FollowedSession): Promise<LiveSession> {
  const { sessionId, agent, limits, identity, watched, isWrapperAlive } = session
  const folder = sessionFolder(parts.root, sessionId)
  const journal = parts.shelf.journal(sessionId)
  const tail = await tailOf(journal)
  const growing = new GrowingText(parts.redactOpen)
  const onAppended = () => parts.listeners.notify(sessionId)
  const onWriting = () => parts.openTextListeners.notify(sessionId)
  const watch = new SessionWatch({
    ...parts,
    agent,
    reader: await openOutputReader({ ...parts, folder, journal, agent, tail, growing, onAppended, onWriting }),
    journal,
    tail,
    isLookedAt: () => parts.openTextListeners.has(sessionId),
    family: createFamily(parts.table, { marker: sessionMarker(sessionId), leader: identity, watched }),
    control: () => readControl(folder.control),
    isWrapperAlive,
    limits,
    watched,
    ask: () => addToInbox(folder.inbox, { id: STOP_MESSAGE_ID, at: parts.clock.now(), message: { type: 'cancel' } }),
    notice: (text) => addNotice(parts, sessionId, text),
    tidy: () => removeRawFiles(folder, agent.keyFiles),
  })
  const live = { running: { identity, ended: watch.ended, stop: watch.stop }, watch, tail, growing }
  parts.live.set(sessionId, live)
  const forget = () => parts.live.delete(sessionId)
  watch.ended.then(forget, forget)
  return live
}

/** Reads the end of a session's output from its journal. A restarted server needs it, because a tail is only in memory. */
export async function tailOf(journal: Journal): Promise<Tail> {
  const tail = createTail()
  tail.add(await journal.output((await journal.lastOutput()) - TAIL_ENTRIES, TAIL_ENTRIES))
  return tail
}
