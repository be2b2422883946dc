import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { AttemptEnd, AttemptLeft, AttemptReport } from '../domain/attempt-report.ts'
import { shortRef } from '../domain/naming.ts'
import { stuckText } from '../domain/stuck-folder.ts'
import type { UntrustedProgram } from '../domain/trusted-programs.ts'
import { persevere } from '../merge/persevere.ts'
import type { NewsBody } from '../ports/dispatch.ts'
import type { AttemptParts } from './attempt-parts.ts'
import { collect } from './collect.ts'
import type { Recall } from './recall.ts'
import type { OpenSite, RunSite } from './run-site.ts'

/** The last news of an attempt. */
export type LastNews = NewsBody & { is: 'left' | 'report' }

type Reported = { is: 'reported'; report: AttemptReport } | { is: 'failed'; error: Error }

/**
 * Commits the work of an attempt and returns the report (D5). No process of the attempt may be alive. Failures of Coppice itself are
 * retried with a back-off. After the last try, the report says that the work is stranded in the worktree. But if the server stops during
 * the tries, the last news is `left`, and the next server continues.
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
        parts.log.error({ sessionId, runId: run.runId, err: error }, 'the work of an attempt could not be collected')
        return { is: 'failed', error }
      }),
    ({ is }) => is === 'failed',
  )
  if (reported.is === 'reported') return { is: 'report', report: reported.report }
  if (recall.reason === 'interrupted' || recall.reason === 'handover') return { is: 'left' }
  const left = uncollected(parts, order, reported.error)
  // The reason of the failure, such as a full disk, may also be a reason why the facts cannot be read.
  const lastFact = await parts.hosts.lastFact(order.sessionId).catch(() => null)
  return {
    is: 'report',
    report: {
      end,
      left,
      lastFact,
      withheld: [],
      leftBehind: null,
      hidden: null,
      checkoutChange: null,
      untrustedPrograms: [],
    },
  }
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
  const found = { ...collected, ...stuckIn(site), lastFact, checkoutChange, untrustedPrograms }
  return { is: 'reported', report: { end, ...found } }
}

/** The run is told of such a folder once, by the report of the session that could not use it. */
function stuckIn({ worktrees }: RunSite): Pick<AttemptReport, 'stuck'> {
  const texts = worktrees.takeStuck().map(stuckText)
  return texts.length === 0 ? {} : { stuck: texts.join('\n') }
}

/**
 * Returns a text about changes of the user's checkout, or null when nothing changed (I2). It adds the text to the output of this session,
 * because the agent of this session most likely made the changes.
 */
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
  const reason = `Coppice could not collect the agent's work: ${error.message}. No attempt was used up. The work stays in slot ${slot} below ${worktreesRoot}. When a run ends or the server starts, Coppice commits it to ${shortRef(tree.branch)}, or to a kept ref if the branch was moved meanwhile`
  return { is: 'stranded', failure: { class: 'coppice', reason, output: '' } }
}
