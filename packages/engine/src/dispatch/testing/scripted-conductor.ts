import type { AttemptOrder } from '../../domain/attempt-order.ts'
import type { Conductor, NewsBody, OverRun, RecallReason, RunFolder, Transcripts } from '../../ports/dispatch.ts'

const SAID = { type: 'Said', sequence: 1, at: 0 } as const
const PRINTED = { kind: 'TEXT', sequence: 1, at: 0 } as const

const ALL_STORED = { start: 0, droppedLines: 0, isRemoved: false }

async function* asyncList<Item>(...items: Item[]): AsyncGenerator<Item> {
  yield* items
}

/** Runs no agent. It records its calls, and sends the news that a test passes to `send`. */
export class ScriptedConductor implements Conductor {
  readonly orders: AttemptOrder[] = []
  /** All calls, in order: `conduct a`, `recall a interrupted`, `release a`, `tidy 3`. */
  readonly calls: string[] = []
  readonly #senders = new Map<string, (body: NewsBody) => void>()

  conduct(order: AttemptOrder, send: (body: NewsBody) => void): void {
    this.orders.push(order)
    this.calls.push(`conduct ${order.sessionId}`)
    this.#senders.set(order.sessionId, send)
  }

  send(sessionId: string, ...bodies: NewsBody[]): void {
    for (const body of bodies) this.#senders.get(sessionId)?.(body)
  }

  recall(sessionId: string, why: RecallReason): void {
    this.calls.push(`recall ${sessionId} ${why}`)
  }

  release(sessionId: string): void {
    this.calls.push(`release ${sessionId}`)
  }

  /** Contains one fact of each session, and accepts every message. */
  readonly transcripts: Transcripts = {
    facts: async (sessionId, after) => [sessionId].slice(after).map((text) => ({ ...SAID, text })),
    output: async (sessionId, after) => [sessionId].slice(after).map((text) => ({ ...PRINTED, text })),
    lastOutput: async () => 1,
    transcript: async (sessionId) => asyncList({ facts: [{ ...SAID, output: 1, text: sessionId }], ...ALL_STORED }),
    wholeText: (_sessionId, overflow) => asyncList(overflow),
    onFacts: (sessionId, call) => {
      this.#onFacts.set(sessionId, call)
      return () => this.#onFacts.delete(sessionId)
    },
    openText: async (sessionId) => ({ after: 1, kind: 'TEXT', text: sessionId }),
    onOpenText: (sessionId, call) => {
      this.#onOpenText.set(sessionId, call)
      return () => this.#onOpenText.delete(sessionId)
    },
    reports: async () => 7,
    lastLine: async (sessionId) => sessionId,
    send: async (sessionId, id) => {
      this.calls.push(`send ${sessionId} ${id}`)
      this.#onFacts.get(sessionId)?.()
      this.#onOpenText.get(sessionId)?.()
      return true
    },
  }
  readonly #onFacts = new Map<string, () => void>()
  readonly #onOpenText = new Map<string, () => void>()

  async checkoutMoved(commonDir: string): Promise<void> {
    this.calls.push(`moved ${commonDir}`)
  }

  async tidy({ place }: OverRun): Promise<void> {
    this.calls.push(`tidy ${place.run}`)
  }

  async leftovers(): Promise<RunFolder[]> {
    return this.orders.map(({ run }) => ({ projectId: run.projectId, run: run.run }))
  }

  async close(): Promise<void> {}
}
