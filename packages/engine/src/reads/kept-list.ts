import { KEPT_REFS, keptOfRun, shortRef, WORK_BRANCHES, workBranches } from '../domain/naming.ts'
import type { ProjectRecord, RunRecord } from '../domain/records.ts'
import { isRunEnded } from '../domain/statuses.ts'
import type { Repository } from '../ports/git.ts'
import { projectOf } from './project-of.ts'
import type { ReadDeps } from './read-deps.ts'

/** Work of a run that has ended, on a ref of Coppice (D5). It stays until a person drops it. */
export interface KeptItem {
  ref: string
  commit: string
  runId: string
  run: number
  /** The key of the task. It is null for the merged work of a run whose branch somebody moved. */
  taskKey: string | null
  /** The number of the attempt. It is null when the name of the ref does not have it. */
  attempt: number | null
  /** Why the work is kept, for people. */
  reason: string
}

/** Lists the kept work of a project, newest run first. @throws NotFound or InvalidRepository */
export async function keptList(deps: ReadDeps, projectId: string): Promise<KeptItem[]> {
  const project = await projectOf(deps, projectId)
  const repository = await deps.git.open(project.repositoryPath, project.trustedPrograms, project.id)
  return keptItems(deps, project, repository)
}

export async function keptItems(
  { store }: Pick<ReadDeps, 'store'>,
  project: ProjectRecord,
  repository: Repository,
): Promise<KeptItem[]> {
  const refs = [...(await repository.refs(WORK_BRANCHES)), ...(await repository.refs(KEPT_REFS))]
  if (refs.length === 0) return []
  // The numbers of runs are unique in a repository, also when two projects share it (I4).
  const runs = (await store.runs(project.id)).filter(({ status }) => isRunEnded(status))
  return runs.flatMap((run) => refs.flatMap((one) => itemOf(run, one) ?? []))
}

function itemOf(run: RunRecord, { ref, commit }: { ref: string; commit: string }): KeptItem | null {
  const of = { ref, commit, runId: run.id, run: run.number }
  const work = workBranches(run.number)
  if (ref.startsWith(work))
    return { ...of, taskKey: ref.slice(work.length), attempt: null, reason: 'unmerged work of the last attempt' }
  const kept = keptOfRun(run.number)
  if (!ref.startsWith(kept)) return null
  const [taskKey = '', name] = ref.slice(kept.length).split('/')
  if (name === undefined)
    return { ...of, taskKey: null, attempt: null, reason: `merged work that was on ${shortRef(run.branch)}` }
  const attempt = /^\d+/.exec(name)?.[0]
  return { ...of, taskKey, attempt: attempt === undefined ? null : Number(attempt), reason: reasonOf(name) }
}

function reasonOf(name: string): string {
  if (name.startsWith('resolved-')) return 'a commit that a person gave as the work of the task'
  if (name.startsWith('aside-')) return 'work that was not on the branch of the task'
  return name.includes('-session-') ? 'work of a session whose branch has other work now' : 'work of an earlier attempt'
}

/** Returns how many bytes on disk become free when the ref is dropped, and the time of its commit. @throws NotFound or InvalidRepository */
export async function keptSize(
  deps: ReadDeps,
  projectId: string,
  { ref, commit }: Pick<KeptItem, 'ref' | 'commit'>,
): Promise<{ bytes: number; committedAt: number }> {
  const project = await projectOf(deps, projectId)
  const repository = await deps.git.open(project.repositoryPath, project.trustedPrograms, project.id)
  const [bytes, committedAt] = await Promise.all([repository.bytesOnlyIn(ref, commit), repository.commitTime(commit)])
  return { bytes, committedAt }
}
