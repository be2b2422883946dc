import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { AttemptEnd, AttemptLeft, AttemptReport } from '../domain/attempt-report.ts'
import { shortRef } from '../domain/naming.ts'
import type { UntrustedProgram } from '../domain/trusted-programs.ts'
import { persevere } from '../merge/persevere.ts'
import type { NewsBody } from '../ports/dispatch.ts'
import type { AttemptParts } from './attempt-parts.ts'
import { collect } from './collect.ts'
import type { Recall } from './recall.ts'
import type { OpenSite, RunSite } from './run-site.ts'

/** The last that is told of an attempt. */
export type LastNews = NewsBody & { is: 'left' | 'report' }

type Reported = { is: 'reported'; report: AttemptReport } | { is: 'failed'; error: Error }

/**
 * Nothing of the attempt is alive: collects what it left (D5). What fails by Coppice's own fault is tried again. When it keeps failing,
 * the worktree stays as it is; a server that stops leaves it to the next one.
 */
export async function reportOn(
  parts: AttemptParts,
  openSite: OpenSite,
  order: AttemptOrder,
  end: AttemptEnd,
  recall: Recall,
): Promise<LastNews> {
  const reported = await persevere(
    parts,
    recall.hurry,
    () =>
      report(parts, openSite, order, end, recall).catch((error: Error): Reported => {
        const { sessionId, run } = order
        parts.log.error({ sessionId, runId: run.runId, err: error }, 'what the attempt left could not be collected')
        return { is: 'failed', error }
      }),
    ({ is }) => is === 'failed',
  )
  if (reported.is === 'reported') return { is: 'report', report: reported.report }
  if (recall.reason === 'interrupted' || recall.reason === 'handover') return { is: 'left' }
  const left = uncollected(parts, order, reported.error)
  const lastFact = await parts.hosts.lastFact(order.sessionId)
  return { is: 'report', report: { end, left, lastFact, withheld: [], checkoutChange: null, untrustedPrograms: [] } }
}

async function report(
  parts: AttemptParts,
  openSite: OpenSite,
  order: AttemptOrder,
  end: AttemptEnd,
  recall: Recall,
): Promise<Reported> {
  const site = await openSite()
  const untrustedPrograms = await site.repository.untrustedPrograms()
  const checkoutChange = await checkCheckout(parts, site, order, untrustedPrograms)
  const collected = await collect(parts, site, order, end, recall)
  const lastFact = await parts.hosts.lastFact(order.sessionId)
  return { is: 'reported', report: { end, ...collected, lastFact, checkoutChange, untrustedPrograms } }
}

/** I2: tells of it in the session's output too, where it was most likely made. */
async function checkCheckout(
  { hosts }: AttemptParts,
  { tripwire }: RunSite,
  { task, session, sessionId }: AttemptOrder,
  programs: readonly UntrustedProgram[],
): Promise<string | null> {
  const found = await tripwire.check(`${task.key}-session-${session}`, programs)
  if (found !== null) await hosts.notice(sessionId, found)
  return found
}

function uncollected({ worktreesRoot }: AttemptParts, { slot, tree }: AttemptOrder, error: Error): AttemptLeft {
  const reason = `Coppice could not collect what the agent left, and no attempt was used up. It stays in slot ${slot} below ${worktreesRoot} until a run ends or the server starts: then it is committed to ${shortRef(tree.branch)}. ${error.message}`
  return { is: 'stranded', failure: { class: 'coppice', reason, output: '' } }
}
