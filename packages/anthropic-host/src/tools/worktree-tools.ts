import type { BetaRunnableTool, BetaToolRunContext } from '@anthropic-ai/sdk/lib/tools/BetaRunnableTool'
import { ToolError } from '@anthropic-ai/sdk/lib/tools/ToolError'
import type { BetaToolResultBlockParam } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import { betaAgentToolset20260401 } from '@anthropic-ai/sdk/tools/agent-toolset/node'

type Content = Exclude<BetaToolResultBlockParam['content'], undefined>

export interface ToolParts {
  /** It is null when the model has no tools for a worktree. */
  worktree: string | null
  /** Tools besides those of the SDK. */
  others: readonly BetaRunnableTool[]
  env: Record<string, string | undefined>
  /** Removes the key from what the model reads. */
  redact: (text: string) => string
  /** It is called when a tool has ended, before the model learns of it. A result of a tool that the host itself ended is not reported. */
  onResult: (result: BetaToolResultBlockParam) => void
  signal: AbortSignal
  /** Changes a tool of the SDK before its results are recorded. */
  guard: (tool: BetaRunnableTool) => BetaRunnableTool
}

/** Makes the tools of the model: those of the SDK for its worktree, and the others. Results are recorded as soon as they are known, and the key is removed from them (A2). */
export function worktreeTools(parts: ToolParts): BetaRunnableTool[] {
  if (parts.worktree === null) return parts.others.map((tool) => recorded(tool, parts))
  const ofSdk = betaAgentToolset20260401({ workdir: parts.worktree, env: parts.env })
  const tools = [...ofSdk.map(parts.guard), ...parts.others].map((tool) => recorded(tool, parts))
  // The last tool is a breakpoint of the prompt cache: everything up to it is the same in each request.
  return tools.map((tool, index) =>
    index === tools.length - 1 ? { ...tool, cache_control: { type: 'ephemeral' } } : tool,
  )
}

function recorded(tool: BetaRunnableTool, { redact, onResult, signal }: ToolParts): BetaRunnableTool {
  const record = (context: BetaToolRunContext | undefined, content: Content, isError: boolean) => {
    if (signal.aborted || context === undefined) return
    onResult({
      type: 'tool_result',
      tool_use_id: context.toolUse.id,
      content,
      ...(isError ? { is_error: true } : {}),
    } as BetaToolResultBlockParam)
  }
  return {
    ...tool,
    async run(args, context) {
      try {
        const content = redacted(await tool.run(args, context), redact)
        record(context, content, false)
        return content
      } catch (error) {
        const content = redacted(error instanceof ToolError ? error.content : `Error: ${messageOf(error)}`, redact)
        record(context, content, true)
        throw new ToolError(content)
      }
    },
  }
}

type Result = ToolError['content']

const redacted = (content: Result, redact: (text: string) => string): Result =>
  typeof content === 'string'
    ? wellFormed(redact(content))
    : content.map((block) => (block.type === 'text' ? { ...block, text: wellFormed(redact(block.text)) } : block))

/** A tool may cut its output within an emoji, and the API refuses each request that has one half of it. */
const wellFormed = (text: string): string => text.toWellFormed()

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
