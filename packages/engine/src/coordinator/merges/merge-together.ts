import type { RunTaskRecord } from '../../domain/records.ts'
import { NO_CHECKS } from '../../merge/failed-checks.ts'
import { type ChainedWork, type ChainStop, linkUp, mergeChain } from '../../merge/merge-chain.ts'
import type { MergeOutcome } from '../../merge/merge-work.ts'
import { RememberedResolutions } from '../../merge/remembered-resolutions.ts'
import type { RunContext } from '../run/run-context.ts'
import { entered, recordMerge, refusedBefore } from './record-merge.ts'
import { rememberResolution } from './remember-resolution.ts'
import { taskMergeMessage } from './task-merge-message.ts'

/**
 * Merges tasks whose merges have begun in one chain, and verifies them together (ADR 0085). The tasks behind the chain, and those behind a
 * merge without success, go back to the queue. When one of them is cancelled, so do all that are not merged yet.
 *
 * @returns false when the first two tasks do not make a chain. Then nothing has happened
 */
export async function mergeTogether(ctx: RunContext, tasks: readonly RunTaskRecord[]): Promise<boolean> {
  const { deps, repository, verifier, state } = ctx
  const tip = await ctx.tip()
  const works = await Promise.all(tasks.map((task) => chainedWork(ctx, task)))
  const links = await linkUp(repository, tip, works)
  if (links.length < 2) return false
  deps.reach('merge.committed')
  const chained = tasks.slice(0, links.length)
  await Promise.all(tasks.map((task) => entered(ctx, task, chained.includes(task) ? 'VERIFY' : 'QUEUE')))
  const records: Promise<void>[] = []
  const recordNext = (outcome: MergeOutcome) => records.push(recordMerge(ctx, keyAt(chained, records.length), outcome))
  let onto = tip
  const onMoved = async (commits: readonly string[]): Promise<void> => {
    const verified = keyAt(chained, records.length + commits.length - 1)
    for (const commit of commits) {
      const key = keyAt(chained, records.length)
      const verifiedWith = key === verified ? null : verified
      await remember(ctx, key, onto, commit, verifiedWith)
      recordNext({ is: 'merged', commit, red: NO_CHECKS, resolution: null, verifiedWith })
      onto = commit
    }
  }
  const ids = chained.map(({ id }) => id)
  const stop = await ctx.aborts.during(ids, async (signal): Promise<ChainStop | null> => {
    if (ids.some((id) => state.isCancelRequested(id))) return { is: 'aborted' }
    const chain = { branch: state.run.branch, tip, links }
    return mergeChain(repository, verifier, chain, signal, { onMoved, reach: deps.reach })
  })
  if (stop !== null) recordNext(stop)
  while (records.length < chained.length) recordNext({ is: 'aborted' })
  if (stop === null || stop.is === 'refused') ctx.chainLength.learn(stop === null ? 'merged' : 'refused')
  await Promise.allSettled(records)
  return true
}

const keyAt = (tasks: readonly RunTaskRecord[], index: number): string => (tasks[index] as RunTaskRecord).key

async function chainedWork(ctx: RunContext, task: RunTaskRecord): Promise<ChainedWork> {
  const message = await taskMergeMessage(ctx, task)
  return {
    key: task.key,
    workCommit: task.noChange ? null : task.workCommit,
    refusedTree: refusedBefore(task)?.tree ?? null,
    message: (verified) => message(verified, null),
  }
}

/** Remembers how a conflict of the task was resolved, if it had one (D4). When the resolution is used again, verify decides again. */
async function remember(ctx: RunContext, key: string, tip: string, commit: string, verifiedWith: string | null) {
  const { repository, deps, place, state } = ctx
  const task = state.task(key)
  const resolutions = new RememberedResolutions(repository, deps.log, place.projectName, state.run)
  const message = await taskMergeMessage(ctx, task)
  const verified = verifiedWith === null ? true : { with: verifiedWith }
  await rememberResolution(ctx, resolutions, task, tip, commit, message(verified, null))
}
