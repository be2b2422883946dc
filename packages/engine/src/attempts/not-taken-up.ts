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
export function notTakenUp({ session, slot }: AttemptOrder, error: Error, recall: Recall): LastNews {
  if (recall.reason === 'interrupted' || recall.reason === 'handover') return { is: 'left' }
  const reason = `Coppice could not take up session ${session} of an earlier server: ${error.message}. The agent of the session may still run, and the worktree in slot ${slot} stays. End the agent, then retry the task`
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
