import type { RunTaskRecord } from '../../domain/records.ts'
import { isTaskEnded } from '../../domain/statuses.ts'
import { foreseeClash } from '../../lifecycle/foresee-clash.ts'
import type { RunContext } from '../run/run-context.ts'

/** One pass tries at most this number of merges in memory. The next pass tries the others. */
const MOST_MERGES = 20

/** The finished work of a task that is not merged yet. The commits of a running agent are not in the repository before its end (ADR 0045). */
interface Work {
  task: RunTaskRecord
  commit: string
}

/**
 * Finds tasks whose work conflicts with the work of another task, and records them. It merges commits in memory: each unmerged work with the
 * tip of the run's branch, and with each other unmerged work. It stops when a merge of the run begins, so that the merge need not wait.
 *
 * @param compared the pairs of commits that earlier passes compared. This pass adds its own
 * @param mayContinue is asked before each merge. When it returns false, the pass ends
 */
export async function lookForClashes(
  ctx: RunContext,
  compared: Set<string>,
  mayContinue: () => boolean,
): Promise<void> {
  if (!canClash(ctx)) return
  const works = unmergedWorks(ctx)
  const tip = works.length === 0 ? null : await ctx.repository.resolve(ctx.state.run.branch)
  const pairs = works.flatMap((work, index) => [
    ...(tip === null ? [] : [{ work, ours: tip, earlier: null }]),
    ...works.slice(0, index).map((earlier) => ({ work, ours: earlier.commit, earlier })),
  ])
  const left = pairs.filter(({ work, ours }) => !compared.has(nameOf(ours, work)))
  for (const { work, ours, earlier } of left.slice(0, MOST_MERGES)) {
    if (!mayContinue() || isMerging(ctx)) return
    const merged = await ctx.repository.mergeTree(ours, work.commit)
    const files = merged.clean ? [] : merged.files
    const others = earlier === null ? await mergedBefore(ctx, work, files) : [{ key: earlier.task.key, files }]
    if (await recordAll(ctx, work, others)) compared.add(nameOf(ours, work))
  }
}

const nameOf = (ours: string, { commit }: Work): string => `${ours} ${commit}`

/** Says whether tasks can clash: at least two have begun, and at least one of these has not ended. If not, no git process is started. */
function canClash({ state }: RunContext): boolean {
  const begun = state.tasks.filter(({ attempts, commit }) => attempts > 0 || commit !== null)
  return begun.length > 1 && begun.some(({ status }) => !isTaskEnded(status))
}

const isMerging = ({ state }: RunContext): boolean => state.tasks.some(({ phase }) => phase === 'MERGE')

/** Returns the unmerged work in plan order. It leaves out work for which a merge has already found a conflict. */
function unmergedWorks({ state }: RunContext): Work[] {
  return state.tasks.flatMap((task): Work[] => {
    const { workCommit } = task
    if (task.status !== 'MERGING' || workCommit === null || task.conflictFiles.length > 0 || task.noChange) return []
    return [{ task, commit: workCommit }]
  })
}

interface Other {
  key: string
  files: readonly string[]
}

/** Returns the merged tasks of this run that changed files in which the work conflicts with the tip. */
async function mergedBefore({ repository, state }: RunContext, { task }: Work, files: readonly string[]) {
  const found: Other[] = []
  for (const { key, commit } of files.length === 0 ? [] : state.tasks) {
    const before = commit === null || key === task.key ? null : await repository.firstParent(commit)
    if (commit === null || before === null) continue
    const changed = new Set((await repository.diffStat(before, commit)).map(({ path }) => path))
    const common = files.filter((path) => changed.has(path))
    if (common.length > 0) found.push({ key, files: common })
  }
  return found
}

/** Records the clashes of one work. @returns false when a task has changed meanwhile, so that the next pass must compare the pair again */
async function recordAll({ state, deps }: RunContext, { task }: Work, others: readonly Other[]): Promise<boolean> {
  for (const { key, files } of others) {
    if (files.length === 0) continue
    const changed = await foreseeClash(deps, state.task(task.key), state.task(key), files)
    if (changed === null) return false
    if (changed.length > 0) deps.reach('clash.recorded')
    for (const one of changed) state.applyClashes(one)
  }
  return true
}
