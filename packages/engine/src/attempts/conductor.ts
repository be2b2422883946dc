import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { Conductor, NewsBody, Transcripts } from '../ports/dispatch.ts'
import type { SessionHosts } from '../ports/hosts.ts'
import type { AttemptParts } from './attempt-parts.ts'
import { conductAttempt } from './conduct-attempt.ts'
import { notConducted } from './not-taken-up.ts'
import { Recall } from './recall.ts'
import { RunSites } from './run-sites.ts'

interface Conducted {
  order: AttemptOrder
  recall: Recall
  /** Whether the work of the attempt could not be committed. If so, the worktree stays until the run is tidied. */
  isStranded: boolean
  /** The news so far. */
  sent: NewsBody[]
  send: (body: NewsBody) => void
}

const transcriptsOf = (hosts: SessionHosts): Transcripts => {
  const { facts, output, lastOutput, transcript, wholeText, onFacts, openText, onOpenText, reports, lastLine, send } =
    hosts
  return {
    facts,
    output,
    lastOutput,
    transcript: async (sessionId, after, from) => transcript(sessionId, after, from),
    wholeText,
    onFacts,
    openText: async (sessionId) => openText(sessionId),
    onOpenText,
    send,
    reports,
    lastLine: async (sessionId) => lastLine(sessionId),
  }
}

/** Conducts attempts on this machine. It does not use the database: it receives orders and sends news. */
export function createConductor(parts: AttemptParts): Conductor {
  const sites = new RunSites(parts)
  const conducted = new Map<string, Conducted>()
  const underWay = new Set<Promise<void>>()

  const track = (work: Promise<void>) => {
    underWay.add(work)
    const forget = () => underWay.delete(work)
    work.then(forget, forget)
  }

  const conduct = async (attempt: Conducted) => {
    const { order, recall } = attempt
    const send = (body: NewsBody) => {
      attempt.sent.push(body)
      attempt.send(body)
    }
    const site = () => sites.of(order.run)
    const last = await conductAttempt(parts, site, order, recall, send).catch((error: Error) => {
      const { sessionId, run } = order
      parts.log.error({ sessionId, runId: run.runId, err: error }, 'an attempt could not be conducted to its end')
      return notConducted(order, error, recall)
    })
    if (last.is === 'left') conducted.delete(order.sessionId)
    else attempt.isStranded = last.report.left.is === 'stranded'
    send(last)
  }

  const release = async ({ order, isStranded }: Conducted) => {
    if (isStranded) return
    const { worktrees } = await sites.of(order.run)
    await worktrees.release(order.slot)
    parts.reach('attempt.released')
  }

  return {
    conduct(order, send) {
      const known = conducted.get(order.sessionId)
      if (known) {
        known.send = send
        for (const body of known.sent) send(body)
        return
      }
      const attempt = { order, recall: new Recall(), isStranded: false, sent: [], send }
      conducted.set(order.sessionId, attempt)
      track(conduct(attempt))
    },
    recall: (sessionId, why) => conducted.get(sessionId)?.recall.ask(why),
    release(sessionId) {
      const attempt = conducted.get(sessionId)
      conducted.delete(sessionId)
      if (attempt)
        track(
          release(attempt).catch((err) =>
            parts.log.warn({ sessionId, err }, 'the worktree of a session could not be released'),
          ),
        )
    },
    async checkoutMoved(commonDir) {
      const ofRepository = (await sites.all()).filter(({ repository }) => repository.commonDir === commonDir)
      const rearmed = await Promise.allSettled(ofRepository.map(({ tripwire }) => tripwire.rearm()))
      for (const one of rearmed)
        if (one.status === 'rejected')
          parts.log.warn({ err: one.reason }, 'the state of the checkout could not be read')
    },
    tidy: (run) => sites.tidy(run),
    leftovers: () => sites.leftovers(),
    transcripts: transcriptsOf(parts.hosts),
    async close() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
