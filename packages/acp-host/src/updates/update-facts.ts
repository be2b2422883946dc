import type { Plan, SessionUpdate, ToolCallUpdate } from '@agentclientprotocol/sdk'
import { Pieces, type PrintFact } from '@coppice/host-parts'
import { hasFailed, inputText, type KnownCall, resultText, toolName, withUpdate } from './tool-text.ts'

/**
 * Agents announce a call before they know its input, and complete it by updates. A call is printed when no update came for this time, in ms, or
 * when something else shows that it is complete.
 */
const SETTLED_MS = 250

interface OpenCall {
  call: KnownCall
  isPrinted: boolean
  timer: NodeJS.Timeout | null
}

/** Prints facts from the updates of a session: the texts and thoughts of the agent, its tool calls with their results, and its plan. */
export class UpdateFacts {
  readonly #print: PrintFact
  readonly #said: Pieces
  readonly #thought: Pieces
  readonly #calls = new Map<string, OpenCall>()
  /** The message that is arriving. Not all agents give messages an id. */
  #message: { id: string | null } | null = null
  #hasSpoken = false
  #lastMessage = ''

  constructor(print: PrintFact) {
    this.#print = print
    this.#said = new Pieces(
      (text) => {
        print({ type: 'Said', text, ...(this.#hasSpoken ? { continues: true } : {}) })
        this.#hasSpoken = true
      },
      (piece) => print.writing({ of: 'Said', ...piece }),
    )
    this.#thought = new Pieces(
      (text) => print({ type: 'Thought', text }),
      (piece) => print.writing({ of: 'Thought', ...piece }),
    )
  }

  /** The last message of the agent. */
  get lastMessage(): string {
    return this.#lastMessage
  }

  /** Whether a tool runs. The agent then sends nothing. */
  get hasOpenCall(): boolean {
    return this.#calls.size > 0
  }

  add(update: SessionUpdate): void {
    switch (update.sessionUpdate) {
      case 'agent_message_chunk':
        this.#addMessage(update.messageId ?? null, textOf(update.content))
        break
      case 'agent_thought_chunk':
        this.#said.end()
        this.#thought.add(textOf(update.content))
        break
      case 'tool_call':
        this.#endMessage()
        this.#updateCall(update)
        break
      case 'tool_call_update':
        this.#updateCall(update)
        break
      case 'plan':
        this.#endMessage()
        this.#print({ type: 'PlanUpdated', text: planText(update) })
    }
  }

  /** Prints a call for which the agent needs a permission. */
  show(update: ToolCallUpdate): KnownCall {
    this.#endMessage()
    const open = this.#openCall(update)
    this.#printCall(open)
    return open.call
  }

  /** Prints what is left of the turn. Calls without a result get an error as their result. */
  endTurn(): void {
    this.#endMessage()
    for (const open of this.#calls.values()) {
      this.#printCall(open)
      const text = 'The outcome of this call is unknown, because the turn ended before its result.'
      this.#print({ type: 'ToolAnswered', callId: open.call.toolCallId, isError: true, text })
    }
    this.#calls.clear()
  }

  #addMessage(id: string | null, text: string): void {
    this.#thought.end()
    if (this.#message === null || this.#message.id !== id) {
      this.#said.end()
      this.#message = { id }
      this.#hasSpoken = false
      this.#lastMessage = ''
    }
    this.#lastMessage += text
    this.#said.add(text)
  }

  /** A message without an id ends when an update of another kind arrives. */
  #endMessage(): void {
    this.#thought.end()
    this.#said.end()
    if (this.#message?.id === null) this.#message = null
  }

  #updateCall(update: ToolCallUpdate): void {
    const open = this.#openCall(update)
    const { status } = open.call
    if (status === 'completed' || status === 'failed') this.#answer(open, hasFailed(open.call))
    else if (status === 'in_progress') this.#printCall(open)
    else this.#printSoon(open)
  }

  #openCall(update: ToolCallUpdate): OpenCall {
    const { toolCallId } = update
    const open = this.#calls.get(toolCallId) ?? { call: { toolCallId, title: '' }, isPrinted: false, timer: null }
    open.call = withUpdate(open.call, update)
    this.#calls.set(toolCallId, open)
    return open
  }

  #printSoon(open: OpenCall): void {
    if (open.isPrinted) return
    clearTimeout(open.timer ?? undefined)
    open.timer = setTimeout(() => this.#printCall(open), SETTLED_MS)
  }

  #printCall(open: OpenCall): void {
    clearTimeout(open.timer ?? undefined)
    if (open.isPrinted) return
    open.isPrinted = true
    const { call } = open
    this.#print({ type: 'ToolCalled', callId: call.toolCallId, tool: toolName(call), text: inputText(call) })
  }

  #answer(open: OpenCall, isError: boolean): void {
    this.#endMessage()
    this.#printCall(open)
    const { toolCallId: callId } = open.call
    this.#calls.delete(callId)
    this.#print({ type: 'ToolAnswered', callId, isError, text: resultText(open.call) })
  }
}

const textOf = (content: { type: string; text?: string }): string =>
  content.type === 'text' ? (content.text ?? '') : `[${content.type}]`

const MARKS = { pending: '[ ]', in_progress: '[>]', completed: '[x]' } as const

const planText = ({ entries }: Plan): string =>
  entries.map(({ status, content }) => `${MARKS[status]} ${content}`).join('\n')
