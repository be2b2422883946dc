import type { TrailedCommit } from '../ports/git.ts'

/**
 * Selects the commits that finish tasks of a project (P5), by their trailer with the project's name. Two projects may share a repository.
 * A commit without this trailer was made by an older version of Coppice, and counts for every project.
 */
export const ofProject = (trailed: readonly TrailedCommit[], projectName: string): TrailedCommit[] =>
  trailed.filter(({ project }) => project === null || project === projectName)
