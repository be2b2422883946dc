import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { ProcessIdentity } from '../domain/records.ts'
import type { Agent } from '../ports/agent.ts'
import type { Clock } from '../ports/clock.ts'
import type { Harness, HarnessLimits, ProcessEnd, RunningProcess } from '../ports/harness.ts'
import type { Log } from '../ports/log.ts'
import { findWrapper, SESSION_VARIABLE, sessionMarker } from './find-wrapper.ts'
import type { Journal } from './journal.ts'
import { createJournalShelf } from './journal-shelf.ts'
import type { JournalState } from './journal-state.ts'
import { createListeners } from './listeners.ts'
import { openProcessTable } from './open-process-table.ts'
import { openOutputReader } from './output-reader.ts'
import { printable } from './printable.ts'
import { createFamily } from './process-family.ts'
import { identify, isAlive } from './process-table.ts'
import type { Redact } from './redact.ts'
import { makeSessionFolder, provideFile, type SessionFolder, sessionFolder } from './session-folder.ts'
import { type SessionWatch, watchSession } from './session-watch.ts'
import { spawnWrapped } from './spawn-wrapped.ts'
import { createTail, type Tail } from './tail.ts'
import { readControl } from './wrapper.ts'

export interface HarnessOptions {
  /** Folder of the sessions' folders; made where it is absent. */
  root: string
  clock: Clock
  redact: Redact
  log: Log
  /** Between SIGTERM and SIGKILL (C1). */
  graceMs?: number
  /** Of one session's output on disk (R4). */
  maxJournalBytes?: number
}

const DEFAULT_GRACE_MS = 5000
const DEFAULT_MAX_JOURNAL_BYTES = 64 * 1024 * 1024
/** Entries that make the tail anew after a restart. */
const TAIL_ENTRIES = 500

interface LiveSession {
  running: RunningProcess
  watch: SessionWatch
  tail: Tail
}

interface Wrapper {
  identity: ProcessIdentity | null
  /** Since its start, by this server. */
  watched: boolean
  isAlive: () => boolean
}

/** Starts, adopts, reads and ends agent processes; see the port. One per folder and server. */
export function createHarness(options: HarnessOptions): Harness {
  const { root, clock, redact, log, graceMs = DEFAULT_GRACE_MS } = options
  const table = openProcessTable()
  const shelf = createJournalShelf(root, options.maxJournalBytes ?? DEFAULT_MAX_JOURNAL_BYTES)
  const listeners = createListeners()
  const live = new Map<string, LiveSession>()
  let closed = false

  async function notice(sessionId: string, text: string): Promise<void> {
    const entry = { kind: 'NOTICE' as const, text: redact(printable(text)) }
    await shelf.journal(sessionId).append(clock.now(), [entry], {})
    listeners.tell(sessionId)
  }

  async function follow(sessionId: string, agent: Agent, limits: HarnessLimits, wrapper: Wrapper) {
    const folder = sessionFolder(root, sessionId)
    const journal = shelf.journal(sessionId)
    const tail = await tailOf(journal)
    const onAppended = () => listeners.tell(sessionId)
    const reader = await openOutputReader({ folder, journal, agent, clock, redact, log, tail, onAppended })
    const marker = sessionMarker(sessionId)
    const watch = watchSession({
      reader,
      journal,
      tail,
      family: createFamily(table, { marker, leader: wrapper.identity, watched: wrapper.watched }),
      control: () => readControl(folder.control),
      isWrapperAlive: wrapper.isAlive,
      limits,
      graceMs,
      clock,
      log,
      notice: (text) => notice(sessionId, text),
      tidy: () => removeRawOutput(folder),
    })
    const running = { identity: wrapper.identity, ended: watch.ended, stop: watch.stop }
    live.set(sessionId, { running, watch, tail })
    const forget = () => live.delete(sessionId)
    watch.ended.then(forget, forget)
    return { running, watch }
  }

  return {
    async start({ sessionId, agent, command, cwd, env, limits }) {
      const folder = sessionFolder(root, sessionId)
      if (closed) throw new Error('the harness is closed')
      if (existsSync(folder.control)) throw new Error(`session ${sessionId} has been started before`)
      await makeSessionFolder(folder)
      const child = await spawnWrapped({ folder, command, cwd, env: { ...env, [SESSION_VARIABLE]: sessionId } })
      const wrapper = {
        identity: identify(table, child.pid),
        watched: true,
        isAlive: () => child.exitCode === null && child.signalCode === null,
      }
      const { running, watch } = await follow(sessionId, agent, limits, wrapper).catch((error: unknown) => {
        process.kill(-child.pid, 'SIGKILL')
        throw error
      })
      child.once('exit', watch.wake)
      return running
    },

    async adopt({ id, process: recorded, agent, limits }) {
      const known = live.get(id)
      if (known !== undefined) return known.running
      const folder = sessionFolder(root, id)
      const state = await shelf.journal(id).state()
      if (state.end !== null) {
        await removeRawOutput(folder)
        return endedBefore(recorded, state.end, state, await tailOf(shelf.journal(id)))
      }
      const wrapper = findWrapper(table, id, recorded, folder.control)
      if (wrapper === null) return null
      const { identity } = wrapper
      const { running } = await follow(id, agent, limits, {
        identity,
        watched: false,
        isAlive: () => identity !== null && isAlive(table, identity),
      })
      return running
    },

    output: (sessionId, after, limit) => shelf.journal(sessionId).read(after, limit),
    onOutput: (sessionId, call) => listeners.add(sessionId, call),
    notice,
    provide: (sessionId, name, text) => provideFile(sessionFolder(root, sessionId), name, text),
    lastLine: (sessionId) => live.get(sessionId)?.tail.lastLine() ?? null,
    async close() {
      closed = true
      await Promise.all([...live.values()].map(({ watch }) => watch.abandon()))
    },
  }
}

async function tailOf(journal: Journal): Promise<Tail> {
  const tail = createTail()
  tail.add(await journal.read((await journal.lastSequence()) - TAIL_ENTRIES, TAIL_ENTRIES))
  return tail
}

/** The earlier server saw it end and stored all of it, but died before that was recorded. */
function endedBefore(
  identity: ProcessIdentity | null,
  end: NonNullable<JournalState['end']>,
  { noChange, metrics }: JournalState,
  tail: Tail,
): RunningProcess {
  const ended: ProcessEnd = { ...end, noChange, metrics, tail: tail.text() }
  return { identity, ended: Promise.resolve(ended), stop: () => {} }
}

async function removeRawOutput(folder: SessionFolder): Promise<void> {
  await rm(folder.stdout, { force: true })
  await rm(folder.stderr, { force: true })
}
