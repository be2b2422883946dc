import { LEARNING } from '../../domain/learning.ts'
import { workBranch } from '../../domain/naming.ts'
import { isTaskEnded } from '../../domain/statuses.ts'
import { beginSession, endSession } from '../../lifecycle/session-lifecycle.ts'
import type { RunView } from '../run-view.ts'
import type { SessionKindRow } from '../session-kind.ts'
import { briefLearning } from './brief-learning.ts'
import { learnerOf } from './learner.ts'
import { settleLearning } from './settle-learning.ts'
import { taughtBy } from './taught-by.ts'

/**
 * A session in which a model reads what the sessions of a merged task did, and returns lessons (E2, ADR 0088). A task has at most one in a run,
 * whatever becomes of it, so nothing is paid for twice.
 */
export const learningSession: SessionKindRow = {
  kind: 'LEARNING',
  begun: 'attempt.begun',
  performer: learnerOf,
  wanted: async (ctx) => (isTooLate(ctx) ? [] : ctx.state.toLearnFrom),
  startOf: async (_ctx, task, tip) => {
    const commit = task.commit ?? tip
    return { baseCommit: commit, startCommit: commit, resume: null }
  },
  plan: async (_ctx, task) => ({ attempt: Math.max(1, task.attempts), provenCommits: [] }),
  brief: briefLearning,
  begin: (deps, _ctx, task, session) => beginSession(deps, task, session),
  // The work branch of a completed task is free. The merge contains its tip, so the end of the run deletes the branch.
  tree: (run, { task, session }) => ({
    baseCommit: session.baseCommit,
    startCommit: session.startCommit,
    branch: workBranch(run.number, task.key),
    conflictFiles: null,
  }),
  prepare: async () => ({ keepEarlierTip: null, mergeWith: null }),
  commitMessage: ({ key }) => `Left by the session that learned from ${key}\n`,
  shown: taughtBy,
  settle: settleLearning,
  endByRecord: (deps, begun, ending, reason) => endSession(deps, begun, { ...ending, error: reason }, null, []),
}

/** The run does not wait long for lessons: after the end of its last task, LEARNING sessions start only for a short time. */
function isTooLate({ deps, state: { tasks } }: RunView): boolean {
  if (!tasks.every(({ status }) => isTaskEnded(status))) return false
  const last = Math.max(...tasks.map(({ finishedAt }) => finishedAt ?? 0))
  return deps.clock.now() - last > LEARNING.lateMs
}
