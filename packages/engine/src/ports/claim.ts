import type { DataFolderRecord } from '../domain/data-folder.ts'

/**
 * The right of one server to carry out the runs of its database. At most one server has the claim (R6). Each server that takes the claim
 * gets a higher epoch than the servers before it. From then on, the store throws `OwnerLost` for every write of an owner with a lower
 * epoch.
 */
export interface Claim {
  readonly epoch: number
  /** The data folder of this server. It contains the worktrees and the output of the attempts that this server carries out. */
  readonly folder: DataFolderRecord
  /** Checks at once, and not at the next renewal, whether this server still has the claim. Call it after a refused write. */
  doubt(): void
}
