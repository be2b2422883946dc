import type { ToolCall, ToolCallContent, ToolCallUpdate } from '@agentclientprotocol/sdk'

/** What is known of a call, from its announcement and its updates. */
export type KnownCall = Omit<ToolCall, 'title'> & { title: string }

/** Adds an update to a call. Fields that the update lacks stay as they are. */
export function withUpdate(known: KnownCall, update: ToolCallUpdate): KnownCall {
  const given = Object.entries(update).filter(
    ([name, value]) => value !== null && value !== undefined && name !== '_meta',
  )
  return { ...known, ...Object.fromEntries(given) }
}

/** The name of a tool: its own name, or else its kind. */
export const toolName = ({ name, kind }: KnownCall): string => name ?? kind ?? 'tool'

/** What a tool is called with. A shell command is shown as it is, and any other input as JSON. */
export function inputText({ rawInput, title }: KnownCall): string {
  if (typeof rawInput !== 'object' || rawInput === null || Object.keys(rawInput).length === 0) return title
  const { command } = rawInput as { command?: unknown }
  return typeof command === 'string' ? command : JSON.stringify(rawInput)
}

/** What a tool returned: its content for people, or else its raw output. */
export function resultText({ content, rawOutput }: KnownCall): string {
  const shown = (content ?? []).map(contentText).filter((text) => text !== '')
  return shown.length > 0 ? shown.join('\n') : outputText(rawOutput)
}

/** Says whether a call failed. OpenCode reports a command as completed also if its exit code is not 0. */
export function hasFailed({ status, rawOutput }: KnownCall): boolean {
  if (status === 'failed') return true
  if (typeof rawOutput !== 'object' || rawOutput === null) return false
  const { metadata, exit_code, exitCode } = rawOutput as { metadata?: unknown; exit_code?: unknown; exitCode?: unknown }
  const { exit } = (metadata ?? {}) as { exit?: unknown }
  return [exit, exit_code, exitCode].some((code) => typeof code === 'number' && code !== 0)
}

function contentText(content: ToolCallContent): string {
  switch (content.type) {
    case 'content':
      return content.content.type === 'text' ? content.content.text : `[${content.content.type}]`
    case 'diff':
      return `changed ${content.path}`
    case 'terminal':
      return ''
  }
}

function outputText(output: unknown): string {
  if (typeof output === 'string') return output
  if (typeof output !== 'object' || output === null) return ''
  const { output: text } = output as { output?: unknown }
  return typeof text === 'string' ? text : JSON.stringify(output)
}
