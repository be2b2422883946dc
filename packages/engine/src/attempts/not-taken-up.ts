import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { ProcessEnd } from '../domain/process-end.ts'
import type { Recall } from './recall.ts'
import type { LastNews } from './report-on.ts'

const LOST: ProcessEnd = {
  how: 'lost',
  exitCode: null,
  noChange: false,
  conversationId: null,
  metrics: null,
  limit: null,
  failure: null,
  tail: '',
}

/**
 * Returns the last news of a session that an earlier server began and that this server could not take up. The agent of the session may
 * still be alive, so the task must not be retried automatically (C1). When this server stops, the news is `left`, and the next server tries
 * again to take up the session.
 */
export function notTakenUp(order: AttemptOrder, error: Error, recall: Recall): LastNews {
  const { session, slot } = order
  const reason = `Coppice could not take up session ${session} of an earlier server: ${error.message}. The agent of the session may still run, and the worktree in slot ${slot} stays. End the agent, then retry the task`
  return strandedAt(reason, recall)
}

/**
 * Returns the last news of an attempt that could not be conducted to its end, for example because the end of its session could not be
 * stored. Without a last news, the session would stay RUNNING for ever, and the server could not stop.
 */
export function notConducted(order: AttemptOrder, error: Error, recall: Recall): LastNews {
  const { session, slot } = order
  const reason = `Coppice could not conduct session ${session} to its end: ${error.message}. No attempt was used up, and the work stays in the worktree in slot ${slot}. Fix the cause, for example a full disk. When a run ends or the server starts, Coppice commits the work. Then retry the task`
  return strandedAt(reason, recall)
}

function strandedAt(reason: string, recall: Recall): LastNews {
  if (recall.reason === 'interrupted' || recall.reason === 'handover') return { is: 'left' }
  const left = { is: 'stranded', failure: { class: 'coppice', reason, output: '' } } as const
  const end = { is: 'ended', process: LOST } as const
  return {
    is: 'report',
    report: {
      end,
      left,
      lastFact: null,
      withheld: [],
      leftBehind: null,
      hidden: null,
      checkoutChange: null,
      untrustedPrograms: [],
    },
  }
}
