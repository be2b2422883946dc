import type { PermissionOption, RequestPermissionRequest, RequestPermissionResponse } from '@agentclientprotocol/sdk'
import type { PermissionPolicy } from '@coppice/engine/agents'
import type { PrintFact } from '@coppice/host-parts'
import { inputText, type KnownCall, toolName } from '../updates/tool-text.ts'
import type { UpdateFacts } from '../updates/update-facts.ts'
import { optionFor, permissionAnswer } from './permission-answer.ts'

export interface PermissionParts {
  policy: PermissionPolicy
  worktree: string
  print: PrintFact
  facts: Pick<UpdateFacts, 'show'>
  /** @returns a new id of a question */
  newId: () => string
}

const CANCELLED: RequestPermissionResponse = { outcome: { outcome: 'cancelled' } }
const FACT_KINDS = {
  allow_once: 'allow-once',
  allow_always: 'allow-always',
  reject_once: 'reject-once',
  reject_always: 'reject-always',
} as const

/** Decides about the agent's requests for a permission: by the policy of the plan, or by what a person says. */
export class Permissions {
  readonly #parts: PermissionParts
  /** A person is asked one question at a time. */
  #queue: Promise<unknown> = Promise.resolve()
  #waiting: { askId: string; options: readonly PermissionOption[]; answer: (optionId: string | null) => void } | null =
    null
  #isClosed = false

  constructor(parts: PermissionParts) {
    this.#parts = parts
  }

  request({ toolCall, options }: RequestPermissionRequest): Promise<RequestPermissionResponse> {
    const { policy, worktree, facts, print } = this.#parts
    const call = facts.show(toolCall)
    const answer = permissionAnswer(policy, worktree, call)
    if (answer.is === 'ask') return this.#ask(call, options)
    const option = optionFor(answer.is, options)
    if (answer.is === 'reject')
      print({
        type: 'Noticed',
        text: `Coppice refused the permission to use ${questionOf(call)}, because ${answer.why}.`,
      })
    return Promise.resolve(option === null ? CANCELLED : selected(option.optionId))
  }

  /** Passes the choice of a person to the agent. @returns what is wrong with it, or null */
  answer(askId: string, optionId: string): string | null {
    const waiting = this.#waiting
    if (waiting?.askId !== askId) return 'the question has been answered already'
    if (!waiting.options.some((option) => option.optionId === optionId)) return `the question has no option ${optionId}`
    waiting.answer(optionId)
    return null
  }

  /** Ends all questions without an answer, now and from now on. */
  close(): void {
    this.#isClosed = true
    this.#waiting?.answer(null)
  }

  #ask(call: KnownCall, options: readonly PermissionOption[]): Promise<RequestPermissionResponse> {
    const asked = this.#queue.then(() => this.#askPerson(call, options))
    this.#queue = asked
    return asked
  }

  async #askPerson(call: KnownCall, options: readonly PermissionOption[]): Promise<RequestPermissionResponse> {
    if (this.#isClosed) return CANCELLED
    const { print, newId } = this.#parts
    const askId = newId()
    const { promise, resolve } = Promise.withResolvers<string | null>()
    this.#waiting = { askId, options, answer: resolve }
    print({
      type: 'PermissionAsked',
      askId,
      text: questionOf(call),
      options: options.map(({ optionId, name, kind }) => ({ id: optionId, kind: FACT_KINDS[kind], label: name })),
    })
    const optionId = await promise
    this.#waiting = null
    if (optionId === null) return CANCELLED
    print({ type: 'PermissionAnswered', askId, optionId })
    return selected(optionId)
  }
}

const selected = (optionId: string): RequestPermissionResponse => ({ outcome: { outcome: 'selected', optionId } })

const questionOf = (call: KnownCall): string => `${toolName(call)}: ${inputText(call)}`
