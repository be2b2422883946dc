import type { StoreTransaction } from '@coppice/engine'
import type { LimitFunction } from 'p-limit'
import type { RunPrepared } from '../../database/prepared-statements.ts'
import { turn } from '../../database/turn.ts'
import { storedEvent } from '../rows.ts'
import { nothingWritten, type Written } from '../written.ts'
import { createGroup, type Group, isTooLarge } from './group.ts'
import { countBy, type GroupRow, groupStatement } from './group-statement.ts'
import { isRefusal } from './is-refusal.ts'
import { type Methods, type Proposal, propose } from './proposal.ts'

export type Work<T> = (tx: StoreTransaction) => Promise<T>

export interface GroupCommitParts {
  runPrepared: RunPrepared
  methods: Methods
  /** Runs one piece of work after the other, in the order of the calls. */
  queue: LimitFunction
  /** Runs `work` in a transaction of its own on the database. */
  alone: <T>(work: Work<T>, ownerEpoch?: number) => Promise<T>
  /** Runs `work`. Any use of the store itself inside `work` throws. */
  guard: <T>(work: () => Promise<T>) => Promise<T>
  /** Is called after each commit of a group. */
  committed: (written: Written) => void
  /** The last session number of each project from which this process has taken a number. */
  lastNumbers: Map<string, number>
}

/**
 * The number of turns of the event loop to wait before a group is written. Changes that arrive within these turns join the group. On PGlite
 * this wait is needed, because no change arrives while PGlite executes a statement.
 */
const GATHERING_TURNS = 2

interface Member {
  work: Work<unknown>
  /** It is undefined when the transaction does not come from the owner of a run (R6). */
  ownerEpoch: number | undefined
  resolve: (result: unknown) => void
  reject: (error: unknown) => void
}

interface Proposed {
  member: Member
  result: unknown
}

/**
 * Returns a function that carries out transactions. Transactions that wait at the same time are a group: one statement writes them all, and
 * takes as long for eight transactions as for one. A transaction joins no group if it reads anything but the hold of a provider, or if one
 * of its writes cannot be held as data in a `Proposal`.
 *
 * If the database refuses the statement, nothing is written, and each transaction runs again by itself. So a lost compare-and-swap undoes
 * only its own transaction.
 */
export function createGroupCommit(parts: GroupCommitParts): <T>(work: Work<T>, ownerEpoch?: number) => Promise<T> {
  let waiting: Member[] = []

  async function carryOutWaiting(): Promise<void> {
    for (let turns = 0; turns < GATHERING_TURNS; turns += 1) await turn()
    const members = waiting
    waiting = []
    let open = new OpenGroup(parts)
    for (const member of members) {
      if (await open.take(member)) continue
      await open.commit()
      open = new OpenGroup(parts)
      if (!(await open.take(member))) await settleAlone(parts, member)
    }
    await open.commit()
  }

  return <T>(work: Work<T>, ownerEpoch?: number) => {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    waiting.push({ work, ownerEpoch, resolve: resolve as Member['resolve'], reject })
    if (waiting.length === 1) parts.queue(carryOutWaiting)
    return promise
  }
}

class OpenGroup {
  readonly #parts: GroupCommitParts
  readonly #group: Group = createGroup()
  readonly #members: Proposed[] = []

  constructor(parts: GroupCommitParts) {
    this.#parts = parts
  }

  /** Adds a transaction to the group. @returns false when the transaction cannot join this group */
  async take(member: Member): Promise<boolean> {
    const { guard, methods } = this.#parts
    const proposed = await guard(() =>
      propose(member.work, methods, (projectId, taken) => this.#numberAhead(projectId, taken), member.ownerEpoch),
    )
    if (proposed === null || isTooLarge(proposed.proposal)) return false
    if (!this.#group.add(proposed.proposal)) return false
    this.#members.push({ member, result: proposed.result })
    return true
  }

  #numberAhead(projectId: string, taken: number): number | null {
    const last = this.#parts.lastNumbers.get(projectId)
    if (last === undefined) return null
    const ahead = this.#group.proposal.numbers.filter((id) => id === projectId).length
    return last + ahead + taken + 1
  }

  async commit(): Promise<void> {
    if (this.#members.length === 0) return
    try {
      await write(this.#parts, this.#group.proposal)
    } catch (error) {
      if (isRefusal(error)) for (const { member } of this.#members) await settleAlone(this.#parts, member)
      else for (const { member } of this.#members) member.reject(error)
      return
    }
    for (const { member, result } of this.#members) member.resolve(result)
  }
}

const settleAlone = ({ alone }: GroupCommitParts, { work, ownerEpoch, resolve, reject }: Member): Promise<void> =>
  alone(work, ownerEpoch).then(resolve, reject)

async function write({ runPrepared, committed, lastNumbers }: GroupCommitParts, proposal: Proposal): Promise<void> {
  const { sql, parameters, events } = groupStatement(proposal, lastNumbers)
  const taken = countBy(proposal.numbers)
  try {
    const [row] = await runPrepared<GroupRow>(sql, parameters)
    const before = row?.before ?? {}
    committed({
      ...nothingWritten(),
      events: events.map((event) => storedEvent(event, (before[event.runId] ?? 0) + event.sequence)),
      sessionNumbers: new Map([...taken].map(([id, count]) => [id, (lastNumbers.get(id) ?? 0) + count])),
    })
  } catch (error) {
    // Another server may have taken a session number, so the known numbers are forgotten.
    for (const projectId of taken.keys()) lastNumbers.delete(projectId)
    throw error
  }
}
