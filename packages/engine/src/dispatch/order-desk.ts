import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { AttemptNews, Conductor, NewsBody, RecallReason, SessionFence } from '../ports/dispatch.ts'

interface Held {
  epoch: number
  /** It is null while only a recall of the session has arrived. */
  order: AttemptOrder | null
  sent: NewsBody[]
  recalls: RecallReason[]
  isReleased: boolean
}

/**
 * The conductor's half of a dispatch. Orders, recalls and acknowledgements may arrive late, twice and in any order. The desk conducts and
 * releases each session only once, and follows only the newest owner.
 */
export class OrderDesk {
  readonly #conductor: Conductor
  readonly #deliver: (news: AttemptNews) => void
  readonly #runs = new Map<string, Map<string, Held>>()

  constructor(conductor: Conductor, deliver: (news: AttemptNews) => void) {
    this.#conductor = conductor
    this.#deliver = deliver
  }

  offer(order: AttemptOrder): void {
    const { sessionId, epoch } = order
    const held = this.#held({ runId: order.run.runId, sessionId, epoch })
    if (epoch < held.epoch) return
    const isNewOwner = epoch > held.epoch
    held.epoch = epoch
    if (isNewOwner) held.recalls = []
    if (held.order === null) this.#begin(held, order)
    else if (isNewOwner && !held.isReleased) this.#sendAgain(held)
  }

  recall(session: SessionFence, why: RecallReason): void {
    const held = this.#held(session)
    if (session.epoch < held.epoch || held.isReleased) return
    if (held.order === null) held.recalls.push(why)
    else this.#conductor.recall(session.sessionId, why)
  }

  acknowledge(session: SessionFence): void {
    const held = this.#held(session)
    if (session.epoch < held.epoch || held.order === null || held.isReleased) return
    held.isReleased = true
    held.sent = []
    this.#conductor.release(session.sessionId)
  }

  forgetRun(runId: string): void {
    this.#runs.delete(runId)
  }

  #begin(held: Held, order: AttemptOrder): void {
    held.order = order
    this.#conductor.conduct(order, (body) => {
      held.sent.push(body)
      this.#send(held, body, held.sent.length)
    })
    for (const why of held.recalls) this.#conductor.recall(order.sessionId, why)
  }

  #sendAgain(held: Held): void {
    for (const [index, body] of held.sent.entries()) this.#send(held, body, index + 1)
  }

  #send({ order, epoch }: Held, body: NewsBody, number: number): void {
    if (order === null) return
    const { sessionId, attempt, run } = order
    this.#deliver({ runId: run.runId, sessionId, epoch, attempt, number, body })
  }

  #held({ runId, sessionId, epoch }: SessionFence): Held {
    const run = this.#runs.get(runId) ?? new Map<string, Held>()
    this.#runs.set(runId, run)
    const held = run.get(sessionId) ?? { epoch, order: null, sent: [], recalls: [], isReleased: false }
    run.set(sessionId, held)
    return held
  }
}
