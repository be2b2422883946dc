import type {
  BatchPatch,
  NewEvent,
  RunStatus,
  RunTaskPatch,
  SessionPatch,
  SessionRecord,
  StoreTransaction,
} from '@coppice/engine'
import { isUuid } from '../uuid.ts'

/** A compare-and-swap: the row changes when its status is one of `from`. */
export interface Swap<Patch> {
  id: string
  from: readonly string[]
  patch: Patch
}

/** What one transaction would write, if every compare-and-swap in it is won. It is data, so many of them fit into one statement. */
export interface Proposal {
  /** The status that a run must have. */
  runs: Map<string, RunStatus>
  /** The epoch of the owner who writes to a run (R6). A run that somebody else writes to has none. */
  epochs: Map<string, number>
  tasks: Swap<RunTaskPatch>[]
  sessions: Swap<SessionPatch>[]
  batches: Swap<BatchPatch>[]
  newSessions: SessionRecord[]
  events: { runId: string; at: number; event: NewEvent }[]
  /** The projects of the session numbers that it takes. */
  numbers: string[]
  /** Providers that must have no hold. */
  unheld: Set<string>
}

/** @returns the next session number of the project when `taken` of them are spoken for, or null when this process does not know it */
export type NumberAhead = (projectId: string, taken: number) => number | null

/** The names of all methods of a transaction. */
export type Methods = readonly (keyof StoreTransaction)[]

class MustRead extends Error {}

/**
 * Runs `work` without the database, as if it won every race, and notes what it writes. The database then decides whether it was right.
 * @returns null when `work` needs to read, writes what a proposal cannot hold, or writes nothing
 */
export async function propose<T>(
  work: (tx: StoreTransaction) => Promise<T>,
  methods: Methods,
  numberAhead: NumberAhead,
  ownerEpoch?: number,
): Promise<{ result: T; proposal: Proposal } | null> {
  const proposal = emptyProposal()
  let mustRead = false
  const refuse = async (): Promise<never> => {
    mustRead = true
    throw new MustRead()
  }
  const tx = { ...refusing(methods, refuse), ...proposing(proposal, { numberAhead, refuse, ownerEpoch }) }
  try {
    const result = await work(tx)
    return mustRead || rowsOf(proposal) === 0 ? null : { result, proposal }
  } catch {
    // The transaction runs again on the database, which then throws what is to be thrown.
    return null
  }
}

export const emptyProposal = (): Proposal => ({
  runs: new Map(),
  epochs: new Map(),
  tasks: [],
  sessions: [],
  batches: [],
  newSessions: [],
  events: [],
  numbers: [],
  unheld: new Set(),
})

/** The number of rows that it writes. */
export const rowsOf = ({ runs, tasks, sessions, batches, newSessions, events, numbers }: Proposal): number =>
  [tasks, sessions, batches, newSessions, events, numbers].reduce((sum, { length }) => sum + length, runs.size)

const refusing = (methods: Methods, refuse: () => Promise<never>): StoreTransaction =>
  Object.fromEntries(methods.map((name) => [name, refuse])) as unknown as StoreTransaction

type Proposable = Pick<
  StoreTransaction,
  | 'updateRun'
  | 'updateBatch'
  | 'updateRunTask'
  | 'insertSession'
  | 'updateSession'
  | 'nextSessionNumber'
  | 'appendEvents'
  | 'providerHold'
  | 'requireOwner'
>

interface Proposing {
  numberAhead: NumberAhead
  refuse: () => Promise<never>
  ownerEpoch: number | undefined
}

function proposing(proposal: Proposal, { numberAhead, refuse, ownerEpoch }: Proposing): Proposable {
  const own = (runId: string) => ownerEpoch !== undefined && proposal.epochs.set(runId, ownerEpoch)
  const swap = async <Patch>(swaps: Swap<Patch>[], id: string, from: readonly string[], patch: Patch) => {
    if (!isUuid(id) || from.length === 0) return false
    // One statement changes a row once.
    if (swaps.some((other) => other.id === id)) return refuse()
    swaps.push({ id, from, patch })
    return true
  }
  return {
    async updateRun(id, from, patch) {
      const [status] = from
      const isCheck = from.length === 1 && patch.status === status && Object.keys(patch).length === 1
      if (!isUuid(id) || !isCheck || status === undefined) return refuse()
      proposal.runs.set(id, status)
      own(id)
      return true
    },
    updateBatch: (id, from, patch) => swap(proposal.batches, id, from, patch),
    updateRunTask: (id, from, patch) => swap(proposal.tasks, id, from, patch),
    updateSession: (id, from, patch) => swap(proposal.sessions, id, from, patch),
    async insertSession(session) {
      proposal.newSessions.push(session)
    },
    async nextSessionNumber(projectId) {
      const taken = proposal.numbers.filter((id) => id === projectId).length
      const number = numberAhead(projectId, taken)
      if (number === null) return refuse()
      proposal.numbers.push(projectId)
      return number
    },
    async appendEvents(runId, at, events) {
      own(runId)
      proposal.events.push(...events.map((event) => ({ runId, at, event })))
    },
    async requireOwner(runId) {
      own(runId)
    },
    async providerHold(provider) {
      proposal.unheld.add(provider)
      return null
    },
  }
}
