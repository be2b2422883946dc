import { addRows, emptyProposal, type Proposal, rowsOf } from './proposal.ts'

/** The largest number of rows of one statement. It limits memory (R4), and how long PGlite blocks the event loop. */
const MOST_ROWS = 2_000

/** Proposals that one statement writes. */
export interface Group {
  readonly proposal: Proposal
  /** Adds a proposal. @returns false, and adds nothing, when it does not fit with the others */
  add(more: Proposal): boolean
}

export function createGroup(): Group {
  const proposal = emptyProposal()
  return {
    proposal,
    add(more) {
      if (rowsOf(proposal) > 0 && !fits(proposal, more)) return false
      for (const [id, status] of more.runs) proposal.runs.set(id, status)
      // The lowest epoch counts. If the database refuses it, each transaction runs by itself with its own epoch.
      for (const [id, epoch] of more.epochs) proposal.epochs.set(id, Math.min(epoch, proposal.epochs.get(id) ?? epoch))
      for (const provider of more.unheld) proposal.unheld.add(provider)
      for (const [write, rows] of more.rows) addRows(proposal, write, rows)
      for (const row of more.changed) proposal.changed.add(row)
      proposal.events.push(...more.events)
      proposal.numbers.push(...more.numbers)
      return true
    },
  }
}

export const isTooLarge = (proposal: Proposal): boolean => rowsOf(proposal) > MOST_ROWS

/**
 * Whether a proposal fits into the group. The rows must not become too many. Both must expect the same status of each run. The proposal
 * must not change a row that the group changes or inserts, because one statement can change a row only once.
 */
const fits = (group: Proposal, more: Proposal): boolean =>
  rowsOf(group) + rowsOf(more) <= MOST_ROWS &&
  [...more.runs].every(([id, status]) => (group.runs.get(id) ?? status) === status) &&
  [...more.changed].every((row) => !group.changed.has(row))
