import type { TrailedCommit } from '../ports/git.ts'

/**
 * P5: which of these commits finish tasks of this project. A project is known in git by its name, so a name never changes; two
 * projects may share a repository. Commits from before a trailer named the project are taken to be its own.
 */
export const ofProject = (trailed: readonly TrailedCommit[], projectName: string): TrailedCommit[] =>
  trailed.filter(({ project }) => project === null || project === projectName)
