import { keptRef, workBranch } from '../../domain/naming.ts'
import { attemptFinished } from '../../lifecycle/attempt-ended.ts'
import { beginAttempt, endAttempt } from '../../lifecycle/attempt-lifecycle.ts'
import type { SessionKindRow } from '../session-kind.ts'
import { briefWork } from './brief-work.ts'
import { provenDependencies } from './proven-dependencies.ts'
import { settleWork } from './settle-work.ts'
import { startOfWork } from './start-of-work.ts'

/** A session that is one attempt at its task. */
export const workSession: SessionKindRow = {
  kind: 'WORK',
  begun: 'attempt.begun',
  startOf: startOfWork,
  plan: async (ctx, task, startCommit) => ({
    attempt: task.attempts + 1,
    provenCommits: await provenDependencies(ctx, task, startCommit),
  }),
  brief: briefWork,
  begin: (deps, ctx, task, session) => beginAttempt(deps, task, session, workBranch(ctx.state.run.number, task.key)),
  tree: (run, { task, session }) => ({
    baseCommit: session.baseCommit,
    startCommit: session.startCommit,
    branch: workBranch(run.number, task.key),
    conflictFiles: null,
  }),
  prepare: async ({ state: { run }, repository }, { task, session: { attempt, baseCommit, startCommit } }) => ({
    keepEarlierTip: keptRef(run.number, task.key, attempt - 1),
    // Refused work that the attempt continues may lack the base commit.
    mergeWith: startCommit === baseCommit || (await repository.isAncestor(baseCommit, startCommit)) ? null : baseCommit,
  }),
  commitMessage: ({ description, key }) => `${description.split('\n')[0]?.slice(0, 100) || key}\n`,
  settle: settleWork,
  endByRecord: (deps, begun, ending, reason, cost) =>
    endAttempt(deps, begun, ending, { to: 'CANCELLED', reason }, cost, attemptFinished),
}
