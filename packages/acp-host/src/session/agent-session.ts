import type {
  ClientContext,
  InitializeResponse,
  McpServer,
  NewSessionRequest,
  NewSessionResponse,
  PromptResponse,
} from '@agentclientprotocol/sdk'
import { methods, PROTOCOL_VERSION, RequestError } from '@agentclientprotocol/sdk'

/** What a session is opened with. */
export interface OpenParts {
  agent: ClientContext
  cwd: string
  mcpServers: McpServer[]
  /** Data for the agent of a preset, which other agents ignore. */
  meta: Readonly<Record<string, unknown>> | null
  /** The conversation to continue, or null. */
  conversationId: string | null
  /** The way to sign in when the agent asks for one, or null. */
  authMethod: string | null
  /** It is called when the agent has responded to the first request. */
  onInitialized: () => void
  /**
   * It is called with true before the agent may repeat the messages of an earlier conversation, and with false after that. Repeated messages are
   * facts already.
   */
  onReplay: (isReplaying: boolean) => void
}

export interface OpenedSession {
  id: string
  /** How the conversation began: as a new one, or by one of the two ways in which ACP continues an earlier one. */
  how: 'new' | 'resumed' | 'loaded'
  state: Pick<NewSessionResponse, 'modes' | 'configOptions'>
  /** Whether the agent takes messages while it works. */
  takesMessages: boolean
}

const AUTH_REQUIRED = -32_000

/** Begins the conversation with an agent: as the continuation of an earlier one if the agent can do that, or else anew. */
export async function openSession(parts: OpenParts): Promise<OpenedSession> {
  const { agent, cwd, mcpServers, meta } = parts
  const initialized = await agent.request(methods.agent.initialize, {
    protocolVersion: PROTOCOL_VERSION,
    // The agent uses its own tools for files and commands, so that they run in its process group.
    clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: false },
    clientInfo: { name: 'coppice', title: 'Coppice', version: '0.1.0' },
  })
  parts.onInitialized()
  await signIn(parts, initialized)
  const request: NewSessionRequest = { cwd, mcpServers, ...(meta === null ? {} : { _meta: { ...meta } }) }
  const continued = await continueSession(parts, initialized, request)
  const takesMessages = steers(initialized)
  if (continued !== null) return { ...continued, takesMessages }
  const state = await agent.request(methods.agent.session.new, request)
  return { id: state.sessionId, how: 'new', state, takesMessages }
}

async function continueSession(
  { agent, conversationId, onReplay }: OpenParts,
  { agentCapabilities: can }: InitializeResponse,
  request: NewSessionRequest,
): Promise<Omit<OpenedSession, 'takesMessages'> | null> {
  if (conversationId === null) return null
  const ways = [
    ...(can?.sessionCapabilities?.resume ? [{ how: 'resumed', method: methods.agent.session.resume } as const] : []),
    ...(can?.loadSession ? [{ how: 'loaded', method: methods.agent.session.load } as const] : []),
  ]
  for (const { how, method } of ways) {
    onReplay(true)
    try {
      const state = await agent.request(method, { ...request, sessionId: conversationId })
      return { id: conversationId, how, state: state ?? {} }
    } catch (error) {
      if (!(error instanceof RequestError) || error.code === AUTH_REQUIRED) throw error
    } finally {
      onReplay(false)
    }
  }
  return null
}

/** Some agents must be told to use the key in their environment. */
async function signIn({ agent, authMethod }: OpenParts, { authMethods }: InitializeResponse): Promise<void> {
  if (authMethod === null || !authMethods?.some(({ id }) => id === authMethod)) return
  await agent.request(methods.agent.authenticate, { methodId: authMethod })
}

const steers = ({ _meta }: InitializeResponse): boolean =>
  (_meta as { steering?: { supported?: unknown } } | null | undefined)?.steering?.supported === true

/** Sends a message to an agent during its turn. @returns false when no turn is in progress. The message must then begin the next turn */
export async function steer(agent: ClientContext, sessionId: string, text: string): Promise<boolean> {
  const result = await agent.request<{ outcome?: string }>('_session/steering', {
    sessionId,
    prompt: [{ type: 'text', text }],
    _meta: { steering: { idleBehavior: 'promptRequired' } },
  })
  return result?.outcome === 'injected'
}

/** @returns the response when the agent has ended its turn */
export const prompt = (agent: ClientContext, sessionId: string, text: string): Promise<PromptResponse> =>
  agent.request(methods.agent.session.prompt, { sessionId, prompt: [{ type: 'text', text }] })
