import type { Agent } from '../../ports/agent.ts'
import { factsOfHost, hostCrash, writingOfHost } from '../host-output.ts'
import { hostOf } from '../provider-hosts.ts'
import { MODEL_TOOLS } from '../task-tool-names.ts'
import { anthropicFields } from './anthropic-fields.ts'
import type { AnthropicSpec } from './anthropic-spec.ts'
import { missingKey, signIn, VARIABLES } from './credentials.ts'

/** The name of the script that is the host of this kind. */
const ANTHROPIC_HOST = 'anthropic-host'

/** The version of Anthropic's SDK that the host uses. A test of the host compares it with its package. */
export const SDK_VERSION = '1.14.0'

/** The shell that the tools of the SDK start. */
const SHELL = '/bin/bash'
const NO_SHELL = `an agent of the kind anthropic needs the shell ${SHELL}, and this machine has none. Install bash`

/** The keys of the server belong to Anthropic. They are not sent to another server. */
const NO_VARIABLES = { secret: [], open: [] }
/** The SDK needs a key, also for a server that checks none. */
const NO_KEY = 'no-key-is-needed'

/** An agent that is a conversation with a model of Anthropic. Its host runs the tool runner and the tools of Anthropic's SDK. */
export const anthropicAgent: Agent<typeof anthropicFields> = {
  kind: 'anthropic',
  doc: 'a model of Anthropic, with tools for the worktree',
  advice: '"agent: anthropic", with a key of the Anthropic API in the variable ANTHROPIC_API_KEY of the server',
  fields: anthropicFields,
  defaultModel: 'claude-sonnet-5-5',
  // A server of the user has limits and outages of its own, which say nothing about the API of Anthropic.
  provider: ({ baseUrl }) => (baseUrl === null ? 'anthropic' : (hostOf(baseUrl) ?? baseUrl)),
  variables: ({ baseUrl }) => (baseUrl === null ? VARIABLES : NO_VARIABLES),
  choices: [
    {
      ...{ name: 'anthropic', title: 'A model of Anthropic', version: SDK_VERSION, settings: {}, note: null },
      signIn,
    },
  ],
  obstacle: (server, { baseUrl }) =>
    (baseUrl === null ? missingKey(server) : null) ?? (server.hasProgram(SHELL) ? null : NO_SHELL),
  start({ kind, settings: { maxTurns, maxTokens, baseUrl, apiKey, askBefore }, model, resume, limits, allowance }) {
    if (model === null) return null
    return {
      script: ANTHROPIC_HOST,
      spec: { kind, model, maxTurns, maxTokens, askBefore, resume, limits, allowance } satisfies AnthropicSpec,
      ...(baseUrl === null ? {} : { env: { ANTHROPIC_BASE_URL: baseUrl, ANTHROPIC_API_KEY: apiKey ?? NO_KEY } }),
    }
  },
  isFollowed: true,
  taskTools: MODEL_TOOLS,
  canResume: true,
  stdout: 'records',
  facts: factsOfHost,
  writing: writingOfHost,
  crash: hostCrash,
  readLimit: () => null,
}
