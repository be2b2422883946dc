import { fileURLToPath } from 'node:url'
import { TASK_FILE_VARIABLE, TASK_TOKEN_VARIABLE } from '@coppice/engine/domain/task-calls'

/** The name by which an agent knows the MCP server. Agents put it before the name of a tool, as in `mcp__coppice__log_issue`. */
export const MCP_SERVER_NAME = 'coppice'

/** How an agent starts the MCP server of its attempt, in the form that ACP's `session/new` and `session/load` take. */
export interface McpServerStart {
  name: string
  command: string
  args: string[]
  env: { name: string; value: string }[]
}

/**
 * Returns how to start the MCP server of the attempt to which this process belongs. The token is in the environment of the server and never
 * in its arguments, which other users can read.
 *
 * @returns null when this process belongs to no attempt
 */
export function taskToolsServer(env: NodeJS.ProcessEnv): McpServerStart | null {
  const own = [TASK_FILE_VARIABLE, TASK_TOKEN_VARIABLE].flatMap((name) => {
    const value = env[name]
    return value ? [{ name, value }] : []
  })
  if (own.length < 2) return null
  const script = fileURLToPath(new URL('./server.ts', import.meta.url))
  return { name: MCP_SERVER_NAME, command: process.execPath, args: [script], env: own }
}
