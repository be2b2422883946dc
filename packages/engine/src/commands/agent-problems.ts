import { secretVariables } from '../agents/agent-settings.ts'
import { noSuchAgent } from '../agents/no-such-agent.ts'
import { unsetSecret } from '../agents/unset-secret.ts'
import type { TaskRecord } from '../domain/records.ts'
import type { InvalidInput } from '../domain/refusals.ts'
import type { CommandDeps } from './command-deps.ts'

/** Finds what would keep the agents of these tasks from starting on this server: an unknown kind, or a secret that is not set (A2). */
export function agentProblems(
  { agents, passed }: Pick<CommandDeps, 'agents' | 'passed'>,
  tasks: readonly Pick<TaskRecord, 'key' | 'settings'>[],
): InvalidInput['fields'] {
  return tasks.flatMap(({ key, settings: { agent } }) => {
    if (!agents.has(agent.kind)) return [{ path: `tasks.${key}.agent`, message: noSuchAgent(agent.kind) }]
    return Object.entries(secretVariables(agent, agents))
      .filter(([, variable]) => passed.unset([variable]).length > 0)
      .map(([name, variable]) => ({ path: `tasks.${key}.${name}`, message: unsetSecret(variable) }))
  })
}
