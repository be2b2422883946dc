/**
 * The data folder that contains the worktrees and the output of a run's attempts. The processes of these attempts run on the machine
 * `host`.
 */
export interface DataFolderRecord {
  /** An id that is stored in the folder, so that the folder is recognized after somebody has moved it. */
  id: string
  /** The name of the machine or container. */
  host: string
  path: string
}
