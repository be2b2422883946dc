import type { AttemptOrder } from '../../domain/attempt-order.ts'
import type { Conductor, OverRun, RecallReason, RunFolder, Told, Transcripts } from '../../ports/dispatch.ts'

const SAID = { type: 'Said', sequence: 1, at: 0 } as const
const PRINTED = { kind: 'TEXT', sequence: 1, at: 0 } as const

/** Conducts nothing: keeps what it hears, and tells what a test lets it tell. */
export class ScriptedConductor implements Conductor {
  readonly orders: AttemptOrder[] = []
  /** In the order in which it heard it: `conduct a`, `recall a interrupted`, `release a`, `tidy 3`. */
  readonly heard: string[] = []
  readonly #tells = new Map<string, (told: Told) => void>()

  conduct(order: AttemptOrder, tell: (told: Told) => void): void {
    this.orders.push(order)
    this.heard.push(`conduct ${order.sessionId}`)
    this.#tells.set(order.sessionId, tell)
  }

  tell(sessionId: string, ...all: Told[]): void {
    for (const told of all) this.#tells.get(sessionId)?.(told)
  }

  recall(sessionId: string, why: RecallReason): void {
    this.heard.push(`recall ${sessionId} ${why}`)
  }

  release(sessionId: string): void {
    this.heard.push(`release ${sessionId}`)
  }

  /** Has one fact of each session, and takes every message. */
  readonly transcripts: Transcripts = {
    facts: async (sessionId, after) => [sessionId].slice(after).map((text) => ({ ...SAID, text })),
    output: async (sessionId, after) => [sessionId].slice(after).map((text) => ({ ...PRINTED, text })),
    onFacts: (sessionId, call) => {
      this.#onFacts.set(sessionId, call)
      return () => this.#onFacts.delete(sessionId)
    },
    lastLine: async (sessionId) => sessionId,
    send: async (sessionId, id) => {
      this.heard.push(`send ${sessionId} ${id}`)
      this.#onFacts.get(sessionId)?.()
      return true
    },
  }
  readonly #onFacts = new Map<string, () => void>()

  async checkoutMoved(commonDir: string): Promise<void> {
    this.heard.push(`moved ${commonDir}`)
  }

  async tidy({ place }: OverRun): Promise<void> {
    this.heard.push(`tidy ${place.run}`)
  }

  async leftovers(): Promise<RunFolder[]> {
    return this.orders.map(({ run }) => ({ projectId: run.projectId, run: run.run }))
  }

  async close(): Promise<void> {}
}
