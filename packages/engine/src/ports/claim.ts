import type { DataFolderRecord } from '../domain/data-folder.ts'

/**
 * The right of one server to carry out the runs of its database. At most one server has it (R6). The next server that takes it gets a
 * higher epoch. The store then throws `OwnerLost` for every write of an owner with a lower epoch.
 */
export interface Claim {
  readonly epoch: number
  /** The data folder of this server. It contains the worktrees and the output of the attempts that this server carries out. */
  readonly folder: DataFolderRecord
  /** Checks at once, and not at the next renewal, whether this server still has the claim. Call it after a refused write. */
  doubt(): void
}
