import { type Agent, agents } from '@coppice/engine'
import { beginSession, endSession } from '../../../packages/engine/src/lifecycle/session-lifecycle.ts'
import { endingOf } from '../../../packages/engine/src/session-kinds/session-ending.ts'
import type { SessionKindRow } from '../../../packages/engine/src/session-kinds/session-kind.ts'
import { SESSION_KINDS } from '../../../packages/engine/src/session-kinds/session-kinds.ts'

/** A kind of session that leaves its task untouched. One session follows each completed task. */
const learning: SessionKindRow = {
  kind: 'LEARNING',
  begun: 'attempt.begun',
  startOf: async (_ctx, _task, tip) => ({ baseCommit: tip, startCommit: tip, resume: null }),
  async wanted({ deps, state }) {
    const sessions = await deps.store.sessions(state.run.id)
    const learned = new Set(sessions.filter(({ kind }) => kind === 'LEARNING').map(({ runTaskId }) => runTaskId))
    return state.tasks.filter(({ id, status }) => status === 'COMPLETED' && !learned.has(id)).map(({ key }) => key)
  },
  plan: async (_ctx, task) => ({ attempt: task.attempts, provenCommits: [] }),
  brief: async (_ctx, { key }) => ({ prompt: `What did ${key} teach?\n`, otherwise: null }),
  begin: (deps, _ctx, task, session) => beginSession(deps, task, session),
  tree: (run, { task, session }) => ({
    baseCommit: session.baseCommit,
    startCommit: session.startCommit,
    branch: `refs/heads/coppice/learning/run-${run.number}/${task.key}`,
    conflictFiles: null,
  }),
  prepare: async () => ({ keepEarlierTip: null, mergeWith: null }),
  commitMessage: ({ key }) => `Notes on ${key}\n`,
  settle({ deps }, begun, end, left) {
    const isWell = end.is === 'ended' && end.process.exitCode === 0
    const tip = left.is === 'kept' ? left.tip : null
    return endSession(deps, begun, endingOf(end, isWell ? 'COMPLETED' : 'ERROR', isWell ? null : 'failed', tip), null)
  },
  endByRecord: (deps, begun, ending, reason) => endSession(deps, begun, { ...ending, error: reason }, null),
}

const command = agents.get('command')
if (command === undefined) throw new Error('there is no agent command')

/** A command agent that runs the task's `resolve` in a learning session, because a real command agent has no command for learning. */
const learningAgent: Agent = {
  ...command,
  start: (work) => command.start(work.kind === 'LEARNING' ? { ...work, kind: 'CONFLICT' } : work),
}

export const WITH_LEARNING = {
  agents: new Map([['command', learningAgent]]),
  sessionKinds: new Map([...SESSION_KINDS, [learning.kind, learning] as const]),
}
