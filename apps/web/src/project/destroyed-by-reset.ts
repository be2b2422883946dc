import { plural } from '../words/format.ts'
import type { ProjectData } from './project-documents.ts'

type ResetProject = Pick<ProjectData, 'repositoryPath' | 'baseBranch'> & {
  runs: { totalCount: number; edges: readonly { node: Pick<ProjectData['runs']['edges'][number]['node'], 'number'> }[] }
}

/** @returns sentences that say what a reset of the sample deletes. */
export function destroyedByReset({ repositoryPath, baseBranch, runs }: ResetProject): string[] {
  const repository = `In the repository ${repositoryPath}, ${baseBranch} returns to its first commit. Your own commits, branches and changed files in it are deleted.`
  const newest = runs.edges[0]?.node.number
  if (newest === undefined) return [repository]
  const one = runs.totalCount === 1
  const branches = newest === 1 ? 'coppice/run-1' : `coppice/run-1 to coppice/run-${newest}`
  return [
    `${one ? 'Run' : `${plural(runs.totalCount, 'run')}, up to run`} ${newest}: ${one ? 'its' : 'their'} sessions, transcripts, events and costs.`,
    `${newest === 1 ? 'The branch' : 'The branches'} ${branches}, with everything that was merged there and not delivered.`,
    'The work branches (coppice/work/…) and kept refs (refs/coppice/…), with the work that was not merged.',
    repository,
  ]
}
