import type { AgentSignIn, ServerFacts } from '../../ports/agent.ts'

/** The variables from which the SDK of Anthropic makes its credentials. */
export const VARIABLES = {
  secret: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_IDENTITY_TOKEN', 'ANTHROPIC_CUSTOM_HEADERS'],
  open: [
    'ANTHROPIC_BASE_URL',
    'ANTHROPIC_CONFIG_DIR',
    'ANTHROPIC_FEDERATION_RULE_ID',
    'ANTHROPIC_IDENTITY_TOKEN_FILE',
    'ANTHROPIC_ORGANIZATION_ID',
    'ANTHROPIC_PROFILE',
    'ANTHROPIC_SCOPE',
    'ANTHROPIC_SERVICE_ACCOUNT_ID',
    'ANTHROPIC_WORKSPACE_ID',
  ],
}

/** With one of these variables, the SDK finds credentials. */
const SUFFICIENT = [
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_PROFILE',
  'ANTHROPIC_FEDERATION_RULE_ID',
  'ANTHROPIC_CONFIG_DIR',
]
/** The folder with the profiles that the SDK finds by itself. */
const PROFILES = 'anthropic/configs'

const NO_KEY =
  'an agent of the kind anthropic needs a key of the Anthropic API, and this server has none. Stop the server, and start it again with ANTHROPIC_API_KEY set'

/** @returns what to do when the SDK would find no credentials, or null when it may find some */
export const missingKey = (server: ServerFacts): string | null => (signIn(server).is === 'signed-out' ? NO_KEY : null)

/** Finds out from where the SDK would take its credentials. */
export function signIn({ isSet, hasSettings }: ServerFacts): AgentSignIn {
  const variable = SUFFICIENT.find(isSet)
  if (variable !== undefined) return { is: 'signed-in', by: variable }
  return hasSettings(PROFILES) ? { is: 'signed-in', by: 'a profile of the SDK' } : { is: 'signed-out' }
}
