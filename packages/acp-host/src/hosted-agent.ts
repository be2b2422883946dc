import { once } from 'node:events'
import { setTimeout as after } from 'node:timers/promises'
import {
  type ClientConnection,
  client,
  methods,
  type PromptResponse,
  RequestError,
  type SessionUpdate,
} from '@agentclientprotocol/sdk'
import type { AcpPreset, AcpSpec } from '@coppice/engine/agents'
import type { ProviderLimit } from '@coppice/engine/domain/provider'
import { type Ending, isRefused, type PrintFact, type WorktreeCheck } from '@coppice/host-parts'
import { type AgentCommand, type AgentEnd, type AgentProcess, startAgent } from './agent/agent-process.ts'
import { authMethodOf } from './agent/sign-in.ts'
import { converse } from './converse.ts'
import { Mail } from './mail.ts'
import { Permissions } from './permission/permissions.ts'
import { type OpenedSession, openSession, prompt, steer } from './session/agent-session.ts'
import { mcpServers } from './session/mcp-servers.ts'
import { setOption } from './session/set-options.ts'
import { toldClaim } from './session/told-claim.ts'
import { endingOfLostAgent, endingOfSilentAgent } from './trouble/agent-end.ts'
import { limitAfter } from './trouble/reported-limit.ts'
import { endingOf } from './trouble/trouble.ts'
import { UpdateFacts } from './updates/update-facts.ts'
import { LimitWatch } from './usage/limit-watch.ts'
import { openUsageReader } from './usage/open-usage-reader.ts'
import type { UsageReader } from './usage/usage-reader.ts'

/** How long an agent may take to open its session, in ms. */
const OPEN_MS = 180_000
/** How long an agent may take to end its turn after it was asked to, in ms. */
const CANCEL_MS = 3_000
/** How long the host waits for the end of the agent's process after the connection is closed, in ms. */
const END_MS = 2_000
/** The updates that show that the agent has its prompt. Agents send other ones, such as their commands, at any time. */
const WORKS: ReadonlySet<SessionUpdate['sessionUpdate']> = new Set([
  'agent_message_chunk',
  'agent_thought_chunk',
  'tool_call',
  'tool_call_update',
  'plan',
])

export interface HostedAgentParts {
  spec: AcpSpec
  preset: AcpPreset | undefined
  title: string
  command: AgentCommand
  worktree: string
  /** The environment of the host. */
  env: NodeJS.ProcessEnv
  print: PrintFact
  /** Removes the secrets of the host from a text (A2). */
  redact: (text: string) => string
  /** Removes the secrets of the host, and all that looks like a token, from the text of an error (A2). */
  redactError: (text: string) => string
  /** Prints a notice for people. */
  say: (text: string) => void
  signal: AbortSignal
  /** @returns a new id */
  newId: () => string
}

/** The process of an agent, and the connection with it. */
export class HostedAgent {
  readonly mail: Mail
  readonly #parts: HostedAgentParts
  readonly #process: AgentProcess
  readonly #connection: ClientConnection
  readonly #facts: UpdateFacts
  readonly #permissions: Permissions
  readonly #limits: LimitWatch
  readonly #overLimit = new AbortController()
  #usage: UsageReader
  #session: OpenedSession | null = null
  #isReplaying = false
  #isPrompting = false
  #isNamed = false
  #hasSpoken = false
  #limit: ProviderLimit | null = null

  constructor(given: HostedAgentParts) {
    const { spec, worktree, redact, newId, say, title } = given
    this.#limits = new LimitWatch(spec, () => {
      this.#askToStop()
      this.#overLimit.abort()
    })
    const print = this.#limits.counting(given.print)
    const parts = { ...given, print }
    this.#parts = parts
    this.#usage = openUsageReader(null, { model: spec.model, newId }, false)
    this.#facts = new UpdateFacts(print)
    this.#permissions = new Permissions({ policy: spec.permissions, worktree, print, facts: this.#facts, newId })
    this.mail = new Mail({ permissions: this.#permissions, steer: (text) => this.#steer(text), print, redact })
    this.#process = startAgent(parts.command, {
      onStderr: (chunk) => void process.stderr.write(chunk),
      onText: (text) => print({ type: 'Printed', stream: 'stdout', text }),
      onTooLong: (bytes) =>
        say(`${title} sent a message of ${bytes} bytes, which is too long. Coppice has left it out.`),
    })
    this.#connection = this.#connect()
  }

  /** The last message of the agent. */
  get lastMessage(): string {
    return this.#facts.lastMessage
  }

  /**
   * Opens a session and holds the conversation.
   *
   * @param firstPrompt returns what the agent is told first
   */
  async work(check: WorktreeCheck, firstPrompt: (how: OpenedSession['how']) => Promise<string>): Promise<Ending> {
    const { print, signal, env } = this.#parts
    // While a tool runs, the agent sends nothing. It must not count as stalled (S6).
    const timer = setInterval(() => {
      if (this.#facts.hasOpenCall) print.alive()
    }, 1_000)
    signal.addEventListener('abort', () => this.#askToStop())
    try {
      const session = await this.#open()
      if ('is' in session) return session
      return await converse(
        {
          prompt: (text) => this.#prompt(session, text),
          endTurn: () => this.#facts.endTurn(),
          lastMessage: () => this.lastMessage,
          toldClaim: () => toldClaim(env),
          takeMessages: () => this.mail.take(),
          endingOf: (error) => this.#explain(error),
          limitReached: () => this.#limits.reached(),
          ...{ usage: this.#usage, check, print, signal },
        },
        await firstPrompt(session.how),
      )
    } catch (error) {
      return this.#explain(error)
    } finally {
      clearInterval(timer)
    }
  }

  /** Ends the connection and the process of the agent. */
  async stop(): Promise<void> {
    this.#permissions.close()
    this.#connection.close()
    await this.#process.stop()
  }

  #connect(): ClientConnection {
    const { print } = this.#parts
    return client({ name: 'coppice' })
      .onRequest(methods.client.session.requestPermission, ({ params }) => {
        if (this.#isPrompting) this.#nameConversation()
        return this.#permissions.request(params)
      })
      .onNotification(methods.client.session.update, ({ params: { update } }) => {
        print.alive()
        if (this.#isReplaying) return
        if (this.#isPrompting && WORKS.has(update.sessionUpdate)) this.#nameConversation()
        if (update.sessionUpdate === 'usage_update') {
          this.#usage.usageUpdate?.(update)
          this.#limit = limitAfter(update._meta, this.#limit)
        }
        this.#facts.add(update)
        if (update.sessionUpdate === 'tool_call_update' && this.#isPrompting) this.#limits.continues()
      })
      .onNotification('_claude/sdkMessage', asItIs, ({ params }) => {
        print.alive()
        for (const call of this.#usage.extra?.('_claude/sdkMessage', params) ?? []) print(call)
      })
      .connect(this.#process.stream)
  }

  async #open(): Promise<OpenedSession | Ending> {
    const { spec, preset, worktree, newId, env } = this.#parts
    const opening = openSession({
      agent: this.#connection.agent,
      cwd: worktree,
      mcpServers: mcpServers(env),
      meta: preset?.sessionMeta ?? null,
      conversationId: spec.resume?.conversationId ?? null,
      authMethod: preset === undefined ? null : authMethodOf(preset, env),
      onInitialized: () => {
        this.#hasSpoken = true
      },
      onReplay: (isReplaying) => {
        this.#isReplaying = isReplaying
      },
    })
    const session = await this.#unlessItEnds(opening, OPEN_MS)
    this.#session = session
    this.#usage = openUsageReader(preset?.usage ?? null, { model: spec.model, newId }, session.how !== 'new')
    // An agent whose work was refused does not know it before its prompt. Without the name, a session after a lost host tells it again.
    if (session.how !== 'new' && !isRefused(spec.resume)) this.#nameConversation()
    return (await this.#setOptions(session)) ?? session
  }

  /** Sets the mode. For an agent without a preset, it also sets the model. @returns the failure when the agent does not offer them */
  async #setOptions(session: OpenedSession): Promise<Ending | null> {
    const { spec, preset, title } = this.#parts
    const mode = spec.mode ?? preset?.modes?.[spec.permissions] ?? null
    const model = preset === undefined ? spec.model : null
    for (const [category, value] of [
      ['mode', mode],
      ['model', model],
    ] as const) {
      if (value === null) continue
      const offered = await this.#unlessItEnds(setOption(this.#connection.agent, session, category, value), OPEN_MS)
      if (offered === null) continue
      const others = offered.length === 0 ? 'none' : offered.join(', ')
      return {
        is: 'failed',
        class: 'configuration',
        reason: `${title} has no ${category} ${value}. It offers: ${others}. Change "${category}" in the plan`,
      }
    }
    return null
  }

  async #prompt(session: OpenedSession, text: string): Promise<PromptResponse> {
    this.#isPrompting = true
    try {
      const response = await this.#unlessItEnds(prompt(this.#connection.agent, session.id, text), null)
      this.#nameConversation()
      return response
    } finally {
      this.#isPrompting = false
    }
  }

  /** A later session continues a conversation that has a name. So a new one gets its name only when the agent has the task (R1). */
  #nameConversation(): void {
    if (this.#isNamed || this.#session === null) return
    this.#isNamed = true
    this.#parts.print({ type: 'ConversationNamed', conversationId: this.#session.id })
  }

  async #steer(text: string): Promise<boolean> {
    const session = this.#session
    if (!this.#isPrompting || session === null || !session.takesMessages) return false
    return this.#unlessItEnds(steer(this.#connection.agent, session.id, text), null)
  }

  /** Asks the agent to end its turn and to report what it has used. */
  #askToStop(): void {
    this.#permissions.close()
    if (this.#session === null || !this.#isPrompting) return
    this.#connection.agent.notify(methods.agent.session.cancel, { sessionId: this.#session.id }).catch(() => {}) // The agent has ended meanwhile.
  }

  /**
   * Waits for a response of the agent.
   *
   * @param ms the longest time, or null for no limit
   * @throws AgentEnded, NoResponse, or Stopped a moment after the host was asked to end
   */
  async #unlessItEnds<T>(response: Promise<T>, ms: number | null): Promise<T> {
    const signal = AbortSignal.any([this.#parts.signal, this.#overLimit.signal])
    const over = new AbortController()
    const wait = { signal: over.signal }
    const stopped = async () => {
      if (!signal.aborted) await once(signal, 'abort', wait)
      if (this.#isPrompting) await after(CANCEL_MS, undefined, wait)
      throw new Stopped()
    }
    const tooLate = async () => {
      if (ms === null) return new Promise<never>(() => {})
      await after(ms, undefined, wait)
      throw new NoResponse(ms)
    }
    const ended = async () => {
      throw new AgentEnded(await this.#process.ended)
    }
    const others = [stopped(), tooLate(), ended()]
    for (const other of others) other.catch(() => {})
    try {
      return await Promise.race([response, ...others])
    } finally {
      over.abort()
    }
  }

  async #explain(error: unknown): Promise<Ending> {
    const { signal, title, command, preset, spec, redactError: redact } = this.#parts
    if (signal.aborted) return { is: 'stopped' }
    const limit = this.#limits.isOver ? this.#limits.reached() : null
    if (limit !== null) return { is: 'failed', class: 'work', reason: limit }
    if (error instanceof RequestError) {
      return endingOf(error, {
        title,
        signInAdvice: preset?.signIn.advice ?? 'see the documentation of the agent',
        baseUrlVariable: preset?.baseUrlVariable ?? null,
        ...{ model: spec.model, limit: this.#limit, now: Date.now(), redact },
      })
    }
    if (error instanceof NoResponse) return endingOfSilentAgent(title, error.ms, this.#hasSpoken)
    const end = error instanceof AgentEnded ? error.end : await Promise.race([this.#process.ended, after(END_MS, null)])
    if (end !== null) return endingOfLostAgent(end, title, command.program, this.#hasSpoken, redact)
    return {
      is: 'failed',
      class: 'infrastructure',
      reason: `${title} closed its connection (${(error as Error).message})`,
    }
  }
}

class Stopped extends Error {}

class NoResponse extends Error {
  readonly ms: number

  constructor(ms: number) {
    super('no response')
    this.ms = ms
  }
}

class AgentEnded extends Error {
  readonly end: AgentEnd

  constructor(end: AgentEnd) {
    super('the agent has ended')
    this.end = end
  }
}

const asItIs = (params: unknown): unknown => params
