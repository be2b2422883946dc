import { workBranch } from '../../domain/naming.ts'
import { conflictSessionFinished } from '../../lifecycle/attempt-ended.ts'
import { beginConflictSession, endAttempt } from '../../lifecycle/attempt-lifecycle.ts'
import { hasSameModel } from '../same-model.ts'
import type { SessionKindRow } from '../session-kind.ts'
import { briefConflict } from './brief-conflict.ts'
import { settleConflict } from './settle-conflict.ts'

/** A session that resolves the conflict of a merge (D4). Its worktree has the finished work and the merge of the run's tip in progress. */
export const conflictSession: SessionKindRow = {
  kind: 'CONFLICT',
  begun: 'conflict.begun',
  // The conversation in which the agent did the work has the best knowledge of this work.
  startOf: async (ctx, task, workCommit, last) => ({
    baseCommit: workCommit,
    startCommit: workCommit,
    resume: last !== null && hasSameModel(ctx, task, last) ? last : null,
  }),
  plan: async (_ctx, task) => ({ attempt: Math.max(1, task.attempts), provenCommits: [] }),
  brief: briefConflict,
  begin: (deps, _ctx, task, session) => beginConflictSession(deps, task, session),
  tree: (run, { task, session }) => ({
    baseCommit: session.baseCommit,
    startCommit: session.startCommit,
    branch: workBranch(run.number, task.key),
    conflictFiles: task.conflictFiles,
  }),
  prepare: async (ctx) => ({ keepEarlierTip: null, mergeWith: await ctx.tip() }),
  commitMessage: ({ key }) => `Resolve conflicts of ${key}\n`,
  settle: settleConflict,
  endByRecord: (deps, begun, ending, reason, cost) =>
    endAttempt(deps, begun, ending, { to: 'CANCELLED', reason }, cost, conflictSessionFinished),
}
