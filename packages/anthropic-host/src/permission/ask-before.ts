import type { BetaRunnableTool } from '@anthropic-ai/sdk/lib/tools/BetaRunnableTool'
import { ToolError } from '@anthropic-ai/sdk/lib/tools/ToolError'
import type { PermissionOption } from '@coppice/engine/domain/permission'
import type { PrintFact } from '@coppice/host-parts'
import { REFUSED } from '../texts.ts'
import type { Mail } from './mail.ts'

const OPTIONS: readonly PermissionOption[] = [
  { id: 'allow', kind: 'allow-once', label: 'Allow' },
  { id: 'reject', kind: 'reject-once', label: 'Reject' },
]

export interface AskParts {
  /** A command that contains one of these texts waits for a permission. */
  texts: readonly string[]
  mail: Mail
  print: PrintFact
  redact: (text: string) => string
  signal: AbortSignal
}

/**
 * Makes the shell ask a person before it runs certain commands. The question protects against mistakes of the model. It is no barrier, because
 * the model can write the same command in another way.
 */
export function askBefore(tool: BetaRunnableTool, { texts, mail, print, redact, signal }: AskParts): BetaRunnableTool {
  if (!('name' in tool) || tool.name !== 'bash' || texts.length === 0) return tool
  // The SDK runs the calls of one reply at the same time, and a session has one question at a time.
  let before: Promise<unknown> = Promise.resolve()
  const ask = async (askId: string, command: string) => {
    print({ type: 'PermissionAsked', askId, text: `The agent wants to run: ${redact(command)}`, options: OPTIONS })
    const { id, optionId } = await mail.answerTo(askId, signal)
    print({ type: 'Received', messageId: id })
    print({ type: 'PermissionAnswered', askId, optionId })
    if (optionId !== 'allow') throw new ToolError(REFUSED)
  }
  return {
    ...tool,
    async run(args, context) {
      const { command } = args as { command?: unknown }
      const askId = context?.toolUse.id
      if (typeof command === 'string' && askId !== undefined && texts.some((text) => command.includes(text))) {
        const answered = before.then(() => ask(askId, command))
        before = answered.catch(() => {})
        await answered
      }
      return tool.run(args, context)
    },
  }
}
