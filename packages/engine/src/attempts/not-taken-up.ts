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
 * C1: nobody knows whether the agent of an earlier server is alive, so its task must not be tried again by itself. A server that stops
 * leaves the session to the next one.
 */
export function notTakenUp({ session, slot }: AttemptOrder, error: Error, recall: Recall): LastNews {
  if (recall.reason === 'interrupted' || recall.reason === 'handover') return { is: 'left' }
  const reason = `Coppice could not take up session ${session} of an earlier server: ${error.message}. Its agent may still run; its worktree in slot ${slot} stays. End the agent, then retry the task`
  const left = { is: 'stranded', failure: { class: 'coppice', reason, output: '' } } as const
  const end = { is: 'ended', process: LOST } as const
  return {
    is: 'report',
    report: { end, left, lastFact: null, withheld: [], checkoutChange: null, untrustedPrograms: [] },
  }
}
