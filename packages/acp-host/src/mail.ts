import type { InboxRecord } from '@coppice/engine/domain/inbox-message'
import { fromPerson, type PrintFact } from '@coppice/host-parts'
import type { Permissions } from './permission/permissions.ts'

export interface MailParts {
  permissions: Pick<Permissions, 'answer'>
  /**
   * Gives a message to the agent while it works.
   * @returns false when the agent cannot take the message now. The message then waits for the end of the turn
   */
  steer: (text: string) => Promise<boolean>
  print: PrintFact
  /** Removes the secrets of the host from a text (A2). */
  redact: (text: string) => string
}

/** The messages of people to the agent. The agent gets each message once, immediately or after its turn. Then the message is acknowledged. */
export class Mail {
  readonly #parts: MailParts
  #waiting: { id: string; text: string }[] = []
  #delivery: Promise<void> = Promise.resolve()

  constructor(parts: MailParts) {
    this.#parts = parts
  }

  /** Takes records of the inbox. */
  add(records: readonly InboxRecord[]): void {
    for (const { id, message } of records) {
      if (message.type === 'answer') this.#answer(id, message)
      if (message.type === 'message') {
        const waiting = { id, text: this.#parts.redact(message.text) }
        this.#waiting.push(waiting)
        this.#delivery = this.#delivery.then(() => this.#deliver(waiting))
      }
    }
  }

  /** Returns the messages that wait for the end of the turn, and counts them as given. It first waits until a delivery in progress has ended. */
  async take(): Promise<string[]> {
    let delivery: Promise<void> | null = null
    while (delivery !== this.#delivery) {
      delivery = this.#delivery
      await delivery
    }
    const given = this.#waiting
    this.#waiting = []
    for (const one of given) this.#acknowledge(one)
    return given.map(({ text }) => text)
  }

  #answer(id: string, { askId, optionId }: { askId: string; optionId: string }): void {
    const { permissions, print } = this.#parts
    const problem = permissions.answer(askId, optionId)
    print({ type: 'Received', messageId: id })
    if (problem !== null) print({ type: 'Noticed', text: `An answer has no effect, because ${problem}.` })
  }

  async #deliver(message: { id: string; text: string }): Promise<void> {
    // `take` may have returned the message meanwhile.
    if (!this.#waiting.includes(message)) return
    this.#waiting = this.#waiting.filter((one) => one !== message)
    const isGiven = await this.#parts.steer(fromPerson(message.text)).catch(() => false)
    if (isGiven) this.#acknowledge(message)
    else this.#waiting.push(message)
  }

  #acknowledge({ id }: { id: string }): void {
    this.#parts.print({ type: 'Received', messageId: id })
  }
}
