import { workBranch } from '../../domain/naming.ts'
import { conflictSessionFinished } from '../../lifecycle/attempt-ended.ts'
import { beginConflictSession } from '../../lifecycle/attempt-lifecycle.ts'
import type { SessionKindRow } from '../session-kind.ts'
import { briefConflict } from './brief-conflict.ts'
import { settleConflict } from './settle-conflict.ts'

/** D4: resolves the merge of finished work. It gets the work with the merge of the run's tip in progress. */
export const conflictSession: SessionKindRow = {
  begun: 'conflict.begun',
  plan: async (_ctx, task) => ({ attempt: Math.max(1, task.attempts), provenCommits: [] }),
  brief: briefConflict,
  begin: (deps, _ctx, task, session) => beginConflictSession(deps, task, session),
  tree: (run, { task, session }) => ({
    startCommit: session.startCommit,
    branch: workBranch(run.number, task.key),
    conflictFiles: task.conflictFiles,
  }),
  prepare: async (ctx) => ({ keepEarlierTip: null, mergeWith: await ctx.tip() }),
  commitMessage: ({ key }) => `Resolve conflicts of ${key}\n`,
  tellEnd: conflictSessionFinished,
  settle: settleConflict,
}
