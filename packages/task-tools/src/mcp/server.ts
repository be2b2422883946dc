import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { ownAttempt, TaskToolRefused } from '../own-attempt.ts'
import { TASK_TOOLS, type TaskTool } from '../task-tools.ts'
import { MCP_SERVER_NAME } from './index.ts'

/**
 * The script of the MCP server with the task tools of one attempt, over stdio. The agent starts it. The server looks for its attempt at each
 * call and not at its start, because an agent sees the error of a call, but nobody sees why a server did not start.
 */
const { env } = process
const server = new McpServer({ name: MCP_SERVER_NAME, version: '1.0.0' })
for (const tool of TASK_TOOLS)
  server.registerTool(tool.name, { description: tool.description, inputSchema: tool.input.shape }, (input) =>
    called(tool, input),
  )
await server.connect(new StdioServerTransport())

function called(tool: TaskTool, input: Record<string, unknown>) {
  try {
    return answer(tool.run(ownAttempt(env), input), false)
  } catch (error) {
    if (error instanceof TaskToolRefused) return answer(error.message, true)
    throw error
  }
}

const answer = (text: string, isError: boolean) => ({ isError, content: [{ type: 'text' as const, text }] })
