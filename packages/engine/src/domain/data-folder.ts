/** The data folder in which the attempts of a run live: their worktrees, processes and output. */
export interface DataFolderRecord {
  /** Is stored in the folder itself, so that it is known again after it was moved. */
  id: string
  /** The name of the machine or container. */
  host: string
  path: string
}
