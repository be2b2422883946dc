import { keptRef, workBranch } from '../../domain/naming.ts'
import { attemptFinished } from '../../lifecycle/attempt-ended.ts'
import { beginAttempt, endAttempt } from '../../lifecycle/attempt-lifecycle.ts'
import { factsOfTask } from '../prompt/facts-of-task.ts'
import type { SessionKindRow } from '../session-kind.ts'
import { deliveredTasks } from './delivered-tasks.ts'
import { provenDependencies } from './proven-dependencies.ts'
import { settleWork } from './settle-work.ts'
import { startOfWork } from './start-of-work.ts'
import { workPrompt } from './work-prompt.ts'

/** A session that is one attempt at its task. */
export const workSession: SessionKindRow = {
  kind: 'WORK',
  begun: 'attempt.begun',
  startOf: startOfWork,
  plan: async (ctx, task, startCommit) => ({
    attempt: task.attempts + 1,
    provenCommits: await provenDependencies(ctx, task, startCommit),
  }),
  brief: async (ctx, task, start, expertise) =>
    workPrompt({ ...(await factsOfTask(ctx, task, start, expertise)), delivered: await deliveredTasks(ctx, task) }),
  begin: (deps, ctx, task, session) => beginAttempt(deps, task, session, workBranch(ctx.state.run.number, task.key)),
  tree: (run, { task, session }) => ({
    baseCommit: session.baseCommit,
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
