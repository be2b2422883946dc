import { keptRef, workBranch } from '../../domain/naming.ts'
import type { RunTaskRecord } from '../../domain/records.ts'
import { attemptFinished } from '../../lifecycle/attempt-ended.ts'
import { beginAttempt, endAttempt } from '../../lifecycle/attempt-lifecycle.ts'
import { factsOfTask } from '../prompt/facts-of-task.ts'
import type { RunView } from '../run-view.ts'
import type { SessionKindRow } from '../session-kind.ts'
import { settleWork } from './settle-work.ts'
import { workPrompt } from './work-prompt.ts'

/** A session that is one attempt at its task. */
export const workSession: SessionKindRow = {
  kind: 'WORK',
  // R1: an interrupted attempt continues in its conversation. After a failure a new conversation begins, and its prompt has the failure.
  resumes: ({ isInterrupted }) => isInterrupted,
  begun: 'attempt.begun',
  plan: async (ctx, task, startCommit) => ({
    attempt: task.attempts + 1,
    provenCommits: await provenDependencies(ctx, task, startCommit),
  }),
  brief: async (ctx, task) => workPrompt(factsOfTask(ctx, task)),
  begin: (deps, ctx, task, session) => beginAttempt(deps, task, session, workBranch(ctx.state.run.number, task.key)),
  tree: (run, { task, session }) => ({
    startCommit: session.startCommit,
    branch: workBranch(run.number, task.key),
    conflictFiles: null,
  }),
  prepare: async ({ state: { run } }, { task, session }) => ({
    keepEarlierTip: keptRef(run.number, task.key, session.attempt - 1),
    mergeWith: null,
  }),
  commitMessage: ({ description, key }) => `${description.split('\n')[0]?.slice(0, 100) || key}\n`,
  settle: settleWork,
  endByRecord: (deps, begun, ending, reason, cost) =>
    endAttempt(deps, begun, ending, { to: 'CANCELLED', reason }, cost, attemptFinished),
}

/** Checks that the start commit contains the merged work of all dependencies of the task (S3). @returns the commits of that work */
async function provenDependencies(ctx: RunView, task: RunTaskRecord, startCommit: string): Promise<string[]> {
  const commits = task.dependsOn.map((need) => ctx.state.task(need.key).commit).filter((commit) => commit !== null)
  for (const commit of commits) {
    if (!(await ctx.repository.isAncestor(commit, startCommit)))
      throw new Error(`${task.key} would start from ${startCommit}, which lacks the merged dependency ${commit}`)
  }
  return commits
}
