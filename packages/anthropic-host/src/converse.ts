import { setTimeout as pause } from 'node:timers/promises'
import { type Anthropic, APIError } from '@anthropic-ai/sdk'
import type { BetaRunnableTool } from '@anthropic-ai/sdk/lib/tools/BetaRunnableTool'
import type { BetaToolRunner } from '@anthropic-ai/sdk/lib/tools/BetaToolRunner'
import type { BetaMessage, BetaToolResultBlockParam } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import {
  type Ending,
  fromPerson,
  type Inbox,
  Limits,
  NO_CHANGE,
  type PrintFact,
  type WorktreeCheck,
} from '@coppice/host-parts'
import type { Conversation } from './conversation/conversation.ts'
import { lastClaim } from './conversation/last-claim.ts'
import type { Purse } from './money/purse.ts'
import { runnerParams } from './request.ts'
import { nextTry } from './retry/next-try.ts'
import { NotAsked, type Trouble, troubleOf } from './retry/trouble.ts'
import { CUT_REPLY, NOT_RUN } from './texts.ts'
import { toolCalled } from './tools/tool-facts.ts'
import { type CompleteReply, followStream } from './turn/follow-stream.ts'
import { tokensOf } from './turn/model-call.ts'
import { Pulse } from './turn/pulse.ts'

export interface ConverseParts {
  /** Makes the client of the API. @param fetch makes its requests */
  connect: (fetch: typeof globalThis.fetch) => Anthropic
  model: string
  tools: BetaRunnableTool[]
  conversation: Conversation
  inbox: Pick<Inbox, 'take'>
  /** It is null for a LEARNING session, which makes no claim about a worktree. */
  check: WorktreeCheck | null
  /** Says whether the session has returned all that it is for. It is absent when the model decides that. */
  hasResult?: () => boolean
  /** See `RequestParts`. */
  learningReplyTokens?: number | undefined
  /** Records the result of a tool. */
  onResult: (result: BetaToolResultBlockParam) => void
  print: PrintFact
  /** Removes the key from a text (A2). */
  redact: (text: string) => string
  limits: { maxTurns: number; maxTokens: number | null }
  purse: Pick<Purse, 'open'>
  /** The longest time without a fact, in ms: for a wait before another request, and for a stream. */
  silenceMs: number
  signal: AbortSignal
  /** @returns the time in ms since 1970 */
  now: () => number
}

/**
 * Holds a conversation until the model has done its task, or cannot continue. The SDK's tool runner is the loop of turns. This function
 * starts it again after a request that failed, and decides what the model is told.
 */
export async function converse(parts: ConverseParts): Promise<Ending> {
  const talk = new Talk(parts)
  for (;;) {
    try {
      const ending = await talk.run()
      if (ending !== null) return ending
    } catch (error) {
      const ending = await talk.afterFailure(error)
      if (ending !== null) return ending
    }
  }
}

class Talk {
  readonly #parts: ConverseParts
  readonly #limits: Limits
  readonly #pulse = new Pulse()
  #client: Anthropic | null = null
  #failures = 0
  #hasRenewedToken = false
  #wasTold = false

  constructor(parts: ConverseParts) {
    this.#parts = parts
    this.#limits = new Limits(parts.limits)
  }

  /**
   * Runs the tool runner once over the conversation.
   *
   * @returns null when the runner has to be started again
   * @throws when a request fails
   */
  async run(): Promise<Ending | null> {
    const { conversation, signal, purse } = this.#parts
    // The conversation of an earlier session may end with the last reply of its work.
    if (conversation.standing.isTurnOver && (await this.#isOver())) return { is: 'done' }
    const reached = this.#limits.reached()
    if (reached !== null) return { is: 'failed', class: 'work', reason: reached }
    await purse.open()
    const { messages } = conversation
    const params = runnerParams({ ...this.#parts, messages, turns: this.#limits.turnsLeft })
    const runner = this.#connected().beta.messages.toolRunner(params, { signal })
    for await (const stream of runner) {
      const reply = await followStream(stream, {
        ...this.#parts,
        pulse: this.#pulse,
        idleMs: this.#parts.silenceMs,
      })
      this.#failures = 0
      this.#hasRenewedToken = false
      const ending = await this.#afterReply(reply, runner)
      if (ending !== 'continue') return ending
    }
    return null
  }

  #connected(): Anthropic {
    try {
      this.#client ??= this.#parts.connect(this.#pulse.fetch)
      return this.#client
    } catch (error) {
      throw new NotAsked(error as Error)
    }
  }

  /** Records a reply, and tells the model what follows from it. */
  async #afterReply({ message, call }: CompleteReply, runner: BetaToolRunner<true>): Promise<Ending | 'continue'> {
    const { conversation, signal, print, purse } = this.#parts
    conversation.reply(message.content as Parameters<Conversation['reply']>[0], message.stop_reason)
    print(call)
    for (const edit of message.context_management?.applied_edits ?? [])
      print({
        type: 'Noticed',
        text: `The provider left out old parts of the conversation (${edit.cleared_input_tokens} tokens), because it is long.`,
      })
    this.#limits.count(tokensOf(message))
    const hopeless = failureOf(message)
    if (hopeless !== null) return hopeless
    if (message.stop_reason === 'pause_turn') {
      await purse.open()
      return 'continue'
    }
    await this.#answerCalls(message, runner)
    if (signal.aborted) return { is: 'stopped' }
    if (this.#parts.hasResult?.()) return { is: 'done' }
    this.#takeMessages()
    if (message.stop_reason === 'max_tokens') conversation.say(CUT_REPLY)
    if (conversation.standing.isTurnOver && (await this.#isOver())) return { is: 'done' }
    const reached = this.#limits.reached()
    if (reached !== null) return { is: 'failed', class: 'work', reason: reached }
    await purse.open()
    runner.setMessagesParams({ ...runner.params, messages: conversation.messages })
    return 'continue'
  }

  /** Runs the tools that a reply calls. The tools record their results themselves. */
  async #answerCalls({ stop_reason }: BetaMessage, runner: BetaToolRunner<true>): Promise<void> {
    const { conversation, print } = this.#parts
    const { open } = conversation.standing
    if (stop_reason === 'max_tokens') {
      for (const { id } of open)
        conversation.result({ type: 'tool_result', tool_use_id: id, is_error: true, content: NOT_RUN })
      return
    }
    for (const call of open) print(toolCalled(call))
    const alive = setInterval(print.alive, 1_000)
    try {
      const answered = await runner.generateToolResponse()
      // If the model calls a tool that does not exist, the runner itself makes the result.
      const unrecorded = new Set(conversation.standing.open.map(({ id }) => id))
      if (!this.#parts.signal.aborted && Array.isArray(answered?.content))
        for (const block of answered.content)
          if (block.type === 'tool_result' && unrecorded.has(block.tool_use_id)) this.#parts.onResult(block)
    } finally {
      clearInterval(alive)
    }
  }

  /** Gives the messages of people to the model. They are acknowledged when they are in the conversation. */
  #takeMessages(): void {
    const { conversation, inbox, print, redact } = this.#parts
    const records = inbox.take()
    const texts = records.flatMap(({ message }) => (message.type === 'message' ? [redact(message.text)] : []))
    if (texts.length > 0) conversation.say(...texts.map(fromPerson))
    for (const { id } of records) print({ type: 'Received', messageId: id })
  }

  /**
   * Compares the claim of the model with the worktree (S3). If it does not hold, the model is told once what is missing.
   *
   * @returns whether the conversation is over
   */
  async #isOver(): Promise<boolean> {
    const { conversation, check, print } = this.#parts
    if (check === null) return true
    if (saysNoChange(conversation)) {
      print({ type: 'Claimed', claim: 'no-change-needed' })
      return true
    }
    const claim = lastClaim(conversation.replies)
    if (claim === 'no-change-needed') return true
    if (claim === null) print({ type: 'Claimed', claim: 'done' })
    const finding = await check.find()
    print({ type: 'Checked', holds: finding.holds, text: finding.text })
    if (finding.holds || this.#wasTold) return true
    this.#wasTold = true
    conversation.say(finding.missing)
    return false
  }

  /** Waits before another request, or ends the conversation. @returns null after the wait */
  async afterFailure(error: unknown): Promise<Ending | null> {
    const { model, conversation, now, signal, redact } = this.#parts
    if (signal.aborted) return { is: 'stopped' }
    const mayRenewToken = !this.#hasRenewedToken && this.#client?.apiKey === null && this.#client.authToken === null
    const hasReply = conversation.standing.last !== null
    const trouble = troubleOf(error, { model, hasReply, mayRenewToken, now: now(), redact })
    if (error instanceof APIError && error.status === 401) this.#hasRenewedToken = true
    if (trouble.is === 'stopped') return { is: 'stopped' }
    if (trouble.is === 'final') return { is: 'failed', class: trouble.class, reason: trouble.reason }
    this.#failures += 1
    const next = nextTry(trouble, this.#failures, this.#parts.silenceMs, Math.random())
    return next.is === 'give-up' ? this.#givenUp(trouble) : this.#waitedFor(trouble, next.ms)
  }

  #givenUp(trouble: Exclude<Trouble, { is: 'stopped' | 'final' }>): Ending {
    const { reason } = trouble
    if (trouble.is === 'limit')
      return { is: 'limited', until: trouble.waitMs === null ? null : this.#parts.now() + trouble.waitMs, reason }
    // An outage is no fault of the attempt. As a limit it holds the provider, each time for longer, and uses up no attempt (S5).
    return trouble.of === 'provider'
      ? { is: 'limited', until: null, reason }
      : { is: 'failed', class: 'infrastructure', reason }
  }

  async #waitedFor({ reason }: { reason: string }, ms: number): Promise<Ending | null> {
    const { print, signal } = this.#parts
    print({
      type: 'Noticed',
      text: `The request failed: ${reason}. The agent asks again in ${Math.ceil(ms / 1_000)} s.`,
    })
    try {
      await pause(ms, undefined, { signal })
      return null
    } catch {
      return { is: 'stopped' }
    }
  }
}

function saysNoChange({ standing: { last } }: Conversation): boolean {
  return (last?.content ?? []).some((block) => block.type === 'text' && NO_CHANGE.test(block.text))
}

/** Returns the end of a conversation that the model itself cannot continue, or null. */
function failureOf({ stop_reason }: BetaMessage): Ending | null {
  switch (stop_reason) {
    case 'refusal':
      return {
        is: 'failed',
        class: 'work',
        reason: 'the model refused to continue. Change the task, or choose another model',
      }
    case 'model_context_window_exceeded':
      return {
        is: 'failed',
        class: 'work',
        reason:
          'the conversation is longer than the model can read. Split the task, or choose a model with a larger context',
      }
    default:
      return null
  }
}
