import { setTimeout as pause } from 'node:timers/promises'
import type { InboxRecord } from '@coppice/engine/domain/inbox-message'
import type { Inbox } from '@coppice/host-parts'

/** How often the inbox is read while a question waits for its answer, in ms. */
const EVERY_MS = 100

/** An answer to a question. `id` is that of its message. */
export interface Answer {
  id: string
  optionId: string
}

/**
 * Holds the messages to the model, the answers to its questions, and the money that the session may spend. If nobody waits for an answer, it
 * is a message without a text.
 */
export class Mail implements Pick<Inbox, 'take'> {
  readonly #inbox: Pick<Inbox, 'take'>
  readonly #asked = new Set<string>()
  readonly #answers = new Map<string, Answer>()
  #messages: InboxRecord[] = []
  #granted: number | null = null

  constructor(inbox: Pick<Inbox, 'take'>) {
    this.#inbox = inbox
  }

  /** Returns the most that the owner of the run has granted, in millionths of a dollar: Infinity for no limit, null when nothing was granted. */
  granted(): number | null {
    this.#sort()
    return this.#granted
  }

  take(): InboxRecord[] {
    this.#sort()
    return this.#messages.splice(0)
  }

  /** Waits for the answer to a question. @throws when `signal` aborts */
  async answerTo(askId: string, signal: AbortSignal): Promise<Answer> {
    this.#asked.add(askId)
    try {
      for (;;) {
        this.#sort()
        const answer = this.#answers.get(askId)
        if (answer !== undefined) return answer
        await pause(EVERY_MS, undefined, { signal })
      }
    } finally {
      this.#asked.delete(askId)
    }
  }

  #sort(): void {
    for (const record of this.#inbox.take()) {
      const { id, message } = record
      if (message.type === 'answer' && this.#asked.has(message.askId))
        this.#answers.set(message.askId, { id, optionId: message.optionId })
      else if (message.type === 'money')
        this.#granted = Math.max(this.#granted ?? 0, message.microUsd ?? Number.POSITIVE_INFINITY)
      else this.#messages.push(record)
    }
  }
}
