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

/** A compare-and-swap: the row changes only if its status is one of `from`. */
export interface Swap<Patch> {
  id: string
  from: readonly string[]
  patch: Patch
}

/** The writes of one transaction as data. It assumes that every compare-and-swap succeeds. One statement can write many proposals. */
export interface Proposal {
  /** The status that each run must have. */
  runs: Map<string, RunStatus>
  /** The epoch of the run's owner, for each run to which the owner writes (R6). */
  epochs: Map<string, number>
  tasks: Swap<RunTaskPatch>[]
  sessions: Swap<SessionPatch>[]
  batches: Swap<BatchPatch>[]
  newSessions: SessionRecord[]
  events: { runId: string; at: number; event: NewEvent }[]
  /** The ids of the projects from which the transaction takes session numbers, once for each number. */
  numbers: string[]
  /** Providers that must have no hold. */
  unheld: Set<string>
}

/**
 * Predicts the next session number of a project, when the same transaction has already taken `taken` numbers.
 * @returns null when this process does not know the project's last number
 */
export type NumberAhead = (projectId: string, taken: number) => number | null

/** The names of all methods of a transaction. */
export type Methods = readonly (keyof StoreTransaction)[]

class MustRead extends Error {}

/**
 * Runs `work` without the database and collects its writes. In this run, every compare-and-swap succeeds. The statement that writes the
 * proposal later checks whether that was right.
 *
 * @returns null when `work` reads, writes something that a proposal cannot contain, or writes nothing
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
    // Without the database, the error proves nothing. The transaction runs again on the database, where a real error is thrown again.
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

/** Returns the number of rows that a proposal writes. */
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
    // One statement can change a row only once.
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
