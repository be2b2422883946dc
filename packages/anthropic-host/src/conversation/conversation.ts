import { randomUUID } from 'node:crypto'
import type {
  BetaMessageParam,
  BetaTextBlockParam,
  BetaToolResultBlockParam,
} from '@anthropic-ai/sdk/resources/beta/messages/messages'
import { addToConversation, beginConversation, readConversation } from './conversation-file.ts'
import { messagesOf, type Standing, standingOf, unknownOutcome } from './messages-of.ts'
import type { ConversationRecord, Reply } from './record.ts'

/** What follows when a conversation continues: more work, or the rest of the same work. */
export interface Next {
  is: 'more' | 'rest'
  text: string
}

/** A conversation with a model. Each record is in the file before its effect, so that a later session continues from the same place (R1). */
export class Conversation {
  readonly id: string
  readonly #folder: string
  readonly #records: ConversationRecord[]
  /** The number of records of earlier sessions. */
  readonly #earlier: number

  private constructor(folder: string, id: string, records: readonly ConversationRecord[], earlier: number) {
    this.#folder = folder
    this.id = id
    this.#records = [...records]
    this.#earlier = earlier
    beginConversation(folder, this.#records)
  }

  /** @param folder the folder of the session */
  static begin(folder: string, prompt: string): Conversation {
    const id = randomUUID()
    return new Conversation(folder, id, [{ is: 'begun', conversationId: id }, said(prompt)], 0)
  }

  /**
   * Continues the conversation of an earlier session. Calls whose result is not in its file get an error as their result.
   *
   * @param folder the folder of this session, which gets a copy of the conversation
   * @param earlier the folder of the earlier session
   * @param next what the model is told. A text of `more` is told in any case, and one of `rest` only if the model had not ended its turn
   * @returns null when the earlier session has no such conversation
   */
  static resume(folder: string, earlier: string, conversationId: string, next: Next): Conversation | null {
    const records = readConversation(earlier)
    if (!records?.some((one) => one.is === 'begun' && one.conversationId === conversationId)) return null
    const { open, isTurnOver } = standingOf(records)
    const results = open.map((call) => ({ is: 'result', result: unknownOutcome(call) }) as const)
    const first = isTurnOver && next.is === 'rest' ? [] : [said(next.text)]
    return new Conversation(folder, conversationId, [...records, ...results, ...first], records.length)
  }

  get messages(): BetaMessageParam[] {
    return messagesOf(this.#records)
  }

  /** The replies of this session, without those of earlier sessions of the conversation. */
  get replies(): Reply[] {
    return this.#records.slice(this.#earlier).filter((record) => record.is === 'reply')
  }

  get standing(): Standing {
    return standingOf(this.#records)
  }

  say(...texts: readonly string[]): void {
    this.#add({ is: 'said', content: texts.map(textBlock) })
  }

  reply(content: Reply['content'], stopReason: Reply['stopReason']): void {
    this.#add({ is: 'reply', content, stopReason })
  }

  result(result: BetaToolResultBlockParam): void {
    this.#add({ is: 'result', result })
  }

  #add(record: ConversationRecord): void {
    addToConversation(this.#folder, record)
    this.#records.push(record)
  }
}

const textBlock = (text: string): BetaTextBlockParam => ({ type: 'text', text })
const said = (text: string): ConversationRecord => ({ is: 'said', content: [textBlock(text)] })
