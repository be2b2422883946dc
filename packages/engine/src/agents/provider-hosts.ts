/** The hosts that the agents of a provider need: those of its API, and those at which an agent renews its sign-in. */
const HOSTS: Readonly<Record<string, readonly string[]>> = {
  anthropic: ['api.anthropic.com', 'claude.ai', 'console.anthropic.com', 'platform.claude.com'],
  openai: ['api.openai.com', 'auth.openai.com', 'chatgpt.com'],
  google: ['generativelanguage.googleapis.com', 'cloudcode-pa.googleapis.com', 'oauth2.googleapis.com'],
  opencode: ['opencode.ai', 'models.dev', 'api.anthropic.com', 'api.openai.com', 'openrouter.ai'],
}

/**
 * Returns the hosts that an agent may reach from a sandbox. A plan may name a provider of its own for its limits, such as `team-a`, so those of the
 * provider that the agent has by itself are among them.
 *
 * @param named the provider that the plan names, or else that of the agent
 * @param own the provider of the agent
 */
export const hostsOfAgent = (named: string, own: string): readonly string[] => [
  ...new Set([named, own].flatMap((provider) => (Object.hasOwn(HOSTS, provider) ? (HOSTS[provider] ?? []) : []))),
]

const ADDRESS_VARIABLE = /_BASE_URL$/

/** Returns the hosts in the variables of an agent that contain the address of an API, such as ANTHROPIC_BASE_URL. */
export function hostsInVariables(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).flatMap(([name, value]) => (ADDRESS_VARIABLE.test(name) ? (hostOf(value) ?? []) : []))
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' }

/** Returns the host of an address, always with its port. @returns null when the text is no address */
export function hostOf(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { hostname, port, protocol } = new URL(address)
  return `${hostname}:${port || (DEFAULT_PORTS[protocol] ?? '443')}`
}
