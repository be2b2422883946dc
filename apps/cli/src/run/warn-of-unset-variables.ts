import type { ApiClient } from '../client/api-client.ts'
import type { Io } from '../io.ts'

const UNSET_VARIABLES = 'query($id: ID!) { project(id: $id) { plan { unsetVariables } } }'

interface Answer {
  project: { plan: { unsetVariables: readonly string[] } } | null
}

/**
 * Warns, before a run starts, when variables in the plan's `env` are not set. The run starts anyway, because agents often need only one of
 * several variables.
 */
export async function warnOfUnsetVariables(io: Io, api: ApiClient, projectId: string): Promise<void> {
  const { project } = await api.request<Answer>(UNSET_VARIABLES, { id: projectId })
  const names = project?.plan.unsetVariables ?? []
  if (names.length > 0)
    io.message(
      `Agents start without ${names.join(', ')}: the plan lists ${names.length === 1 ? 'it' : 'them'} in env, but the server was started without ${names.length === 1 ? 'it' : 'them'}. If agents need a value, set it in the shell that starts the server, and restart the server.`,
    )
}
