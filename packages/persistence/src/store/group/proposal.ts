import type { NewEvent, RunStatus, StoreTransaction } from '@coppice/engine'
import { isUuid } from '../uuid.ts'
import type { GroupWrite } from './group-write.ts'
import { GROUP_WRITES } from './group-writes.ts'

/** The writes of one transaction as data. It assumes that every compare-and-swap succeeds. One statement can write many proposals. */
export interface Proposal {
  /**
   * The status that each run must still have in the database when the proposal is written. If one has another status, nothing is written.
   */
  runs: Map<string, RunStatus>
  /** The epoch of the run's owner, for each run to which the owner writes (R6). */
  epochs: Map<string, number>
  /** The rows of each kind of write. */
  rows: Map<GroupWrite, object[]>
  /** The rows of the database that the proposal changes or inserts, each by its table and id. */
  changed: Set<string>
  events: { runId: string; at: number; event: NewEvent }[]
  /** For each session number that the transaction takes, the id of the project from which it takes the number. */
  numbers: string[]
  /** The providers whose holds `work` has read. The proposal assumes that they have none, and the statement that writes it checks this. */
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
 * Runs `work` without the database and collects its writes. It assumes that every compare-and-swap succeeds. The statement that later
 * writes the proposal checks this assumption.
 *
 * @returns null when `work` reads anything but the hold of a provider, throws, writes something that a proposal cannot contain, or writes
 *   nothing
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
  const tx = {
    ...refusing(methods, refuse),
    ...writing(proposal, refuse),
    ...proposing(proposal, { numberAhead, refuse, ownerEpoch }),
  }
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
  rows: new Map(),
  changed: new Set(),
  events: [],
  numbers: [],
  unheld: new Set(),
})

/** Returns the number of rows that a proposal writes. */
export const rowsOf = ({ runs, rows, events, numbers }: Proposal): number =>
  [...rows.values(), events, numbers].reduce((sum, { length }) => sum + length, runs.size)

export function addRows(proposal: Proposal, write: GroupWrite, rows: readonly object[]): void {
  const known = proposal.rows.get(write)
  if (known) known.push(...rows)
  else proposal.rows.set(write, [...rows])
}

const refusing = (methods: Methods, refuse: () => Promise<never>): StoreTransaction =>
  Object.fromEntries(methods.map((name) => [name, refuse])) as unknown as StoreTransaction

/** Returns the methods of the writes in `GROUP_WRITES`. A call adds its rows to the proposal. */
function writing(proposal: Proposal, refuse: () => Promise<never>): Partial<StoreTransaction> {
  const methodOf =
    (write: GroupWrite) =>
    async (...parameters: never[]) => {
      const { rows, result } = write.propose(...parameters)
      for (const { changes, row } of rows) {
        // One statement can change a row only once.
        if (changes !== null && proposal.changed.has(changes)) return refuse()
        if (changes !== null) proposal.changed.add(changes)
        addRows(proposal, write, [row])
      }
      return result
    }
  return Object.fromEntries(GROUP_WRITES.map((write) => [write.method, methodOf(write)]))
}

type Proposable = Pick<
  StoreTransaction,
  'updateRun' | 'nextSessionNumber' | 'appendEvents' | 'providerHold' | 'requireOwner'
>

interface Proposing {
  numberAhead: NumberAhead
  refuse: () => Promise<never>
  ownerEpoch: number | undefined
}

function proposing(proposal: Proposal, { numberAhead, refuse, ownerEpoch }: Proposing): Proposable {
  const own = (runId: string) => ownerEpoch !== undefined && proposal.epochs.set(runId, ownerEpoch)
  return {
    async updateRun(id, from, patch) {
      const [status] = from
      const isCheck = from.length === 1 && patch.status === status && Object.keys(patch).length === 1
      if (!isUuid(id) || !isCheck || status === undefined) return refuse()
      proposal.runs.set(id, status)
      own(id)
      return true
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
