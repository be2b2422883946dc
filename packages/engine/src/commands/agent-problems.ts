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

/** Finds what would keep an agent only in a sandbox from starting: there, the files of the user by which it is signed in are hidden. */
function inSandbox(kind: Agent, server: ServerFacts, settings: AgentSettings): string | null {
  const obstacle = kind.obstacle({ ...server, hasInHome: () => false, hasSettings: () => false }, settings)
  return obstacle === null
    ? null
    : `${obstacle}. In a sandbox, only a variable counts, because the home of the user is hidden`
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
