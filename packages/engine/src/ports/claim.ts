import type { DataFolderRecord } from '../domain/data-folder.ts'

/**
 * R6: the right of one server to carry out the runs of its database. At most one server has it. Whoever takes it next gets a higher
 * epoch, and the store refuses every write of an owner that carries a lower one (`OwnerLost`).
 */
export interface Claim {
  readonly epoch: number
  /** Where the attempts of this server live. */
  readonly folder: DataFolderRecord
  /** A write of this server was refused. The claim is looked at now, not at its next renewal. */
  doubt(): void
}
