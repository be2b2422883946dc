import { secretVariables } from '../agents/agent-settings.ts'
import { noSuchAgent } from '../agents/no-such-agent.ts'
import { unsetSecret } from '../agents/unset-secret.ts'
import type { TaskRecord } from '../domain/records.ts'
import type { InvalidInput } from '../domain/refusals.ts'
import type { AgentSettings } from '../domain/settings.ts'
import type { Agent, ServerFacts } from '../ports/agent.ts'
import { serverFacts } from '../reads/server-facts.ts'
import type { CommandDeps } from './command-deps.ts'

/**
 * Finds what would keep the agents of these tasks from starting on this server: an unknown kind, a missing key of its
 * provider, or a secret that is not set (A2).
 *
 * @param canConfine whether tasks that ask for a sandbox run in one
 */
export function agentProblems(
  { agents, passed, env }: Pick<CommandDeps, 'agents' | 'passed' | 'env'>,
  tasks: readonly Pick<TaskRecord, 'key' | 'settings'>[],
  canConfine = false,
): InvalidInput['fields'] {
  const server = serverFacts({ passed, env })
  const problems = tasks.flatMap(({ key, settings: { agent, sandbox } }) => {
    const kind = agents.get(agent.kind)
    if (!kind) return [{ path: `tasks.${key}.agent`, message: noSuchAgent(agent.kind) }]
    const obstacle =
      kind.obstacle(server, agent) ?? (canConfine && sandbox !== 'off' ? inSandbox(kind, server, agent) : null)
    if (obstacle !== null) return [{ path: `tasks.${key}.agent`, message: obstacle }]
    return Object.entries(secretVariables(agent, agents))
      .filter(([, variable]) => passed.unset([variable]).length > 0)
      .map(([name, variable]) => ({ path: `tasks.${key}.${name}`, message: unsetSecret(variable) }))
  })
  return once(problems)
}

/**
 * Variables that only choose how an agent signs in: the credentials are in files of the home, or in one of these other variables. The files that
 * a variable names stay readable in a sandbox.
 */
const SIGN_IN_BY_FILE: Readonly<Record<string, readonly string[]>> = {
  ANTHROPIC_PROFILE: ['ANTHROPIC_CONFIG_DIR'],
  ANTHROPIC_FEDERATION_RULE_ID: ['ANTHROPIC_IDENTITY_TOKEN', 'ANTHROPIC_IDENTITY_TOKEN_FILE'],
  CLAUDE_CODE_USE_BEDROCK: ['AWS_BEARER_TOKEN_BEDROCK'],
  CLAUDE_CODE_USE_VERTEX: [],
  GOOGLE_GENAI_USE_VERTEXAI: ['GOOGLE_API_KEY'],
}

/** Finds what would keep an agent only in a sandbox from starting: there, the files of the user by which it is signed in are hidden. */
function inSandbox(kind: Agent, server: ServerFacts, settings: AgentSettings): string | null {
  const isSet: ServerFacts['isSet'] = (variable) =>
    server.isSet(variable) && (SIGN_IN_BY_FILE[variable]?.some(server.isSet) ?? true)
  const obstacle = kind.obstacle({ ...server, isSet, hasInHome: () => false, hasSettings: () => false }, settings)
  return obstacle === null
    ? null
    : `${obstacle}. In a sandbox, only a variable with the key or token counts, because the home of the user is hidden`
}

/** Keeps the first of all problems with the same message, and adds how many tasks have it. */
function once(problems: InvalidInput['fields']): InvalidInput['fields'] {
  const byMessage = Map.groupBy(problems, ({ message }) => message)
  return [...byMessage].flatMap(([message, [first, ...others]]) => {
    if (first === undefined || others.length === 0) return first ?? []
    const more = others.length === 1 ? 'one more task' : `${others.length} more tasks`
    return { ...first, message: `${message}. The same is true for ${more}` }
  })
}
