import type { McpServer } from '@agentclientprotocol/sdk'
import { taskToolsServer } from '@coppice/task-tools/mcp'

/**
 * Returns the MCP servers that the agent starts for its session: the one with the task tools of the attempt (ADR 0077). The servers of the
 * project itself are found by the agent.
 *
 * @param env the environment of the host
 */
export function mcpServers(env: NodeJS.ProcessEnv): McpServer[] {
  const server = taskToolsServer(env)
  return server === null ? [] : [server]
}
