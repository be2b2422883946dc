import type { McpServer } from '@agentclientprotocol/sdk'

/** Returns the MCP servers that the agent starts for its session. The servers of the project itself are found by the agent. */
export const mcpServers = (): McpServer[] => []
