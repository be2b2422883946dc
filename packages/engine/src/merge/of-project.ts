import type { TrailedCommit } from '../ports/git.ts'

/**
 * P5: returns the commits that finish tasks of this project. Two projects may share a repository, and git knows a project by its
 * name, so a name never changes. A commit without a trailer for the project is from an older version and counts as this project's.
 */
export const ofProject = (trailed: readonly TrailedCommit[], projectName: string): TrailedCommit[] =>
  trailed.filter(({ project }) => project === null || project === projectName)
