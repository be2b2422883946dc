import type { SettingsOf } from '../../ports/agent.ts'
import { list } from '../../shapes/list.ts'
import { oneOf, text } from '../../shapes/scalars.ts'
import { neededUnless, optional } from '../agent-field.ts'
import { billing } from '../billing.ts'
import { MAX_TOKENS_DOC, MAX_TURNS_DOC, maxTokens, maxTurns } from '../limits/use-limits.ts'

export const acpFields = {
  preset: neededUnless(oneOf(['claude-code', 'codex', 'opencode', 'gemini']), {
    doc: 'The agent. It is installed on demand, at the version that this version of Coppice was tested with.',
    why: 'a task of agent acp needs the preset of an agent, such as claude-code, or the command of one',
    unless: 'command',
    decidesWork: true,
  }),
  command: optional(list(text), {
    doc: 'The program, and its arguments, that speaks the Agent Client Protocol on its standard input and output. With a preset, it replaces the program that would be installed.',
    value: null,
  }),
  permissions: optional(oneOf(['allow', 'ask', 'deny']), {
    doc: 'What happens when the agent asks for a permission. allow: it gets the permission if all files in the request are in the worktree. ask: a person answers. deny: it does not get it. Default: allow.',
    value: 'allow' as const,
  }),
  mode: optional(text, {
    doc: 'The id of the mode in which the agent works, such as default or acceptEdits of Claude Code. Default: the mode of the preset that fits the permissions.',
    value: null,
  }),
  billing,
  maxTurns: optional(maxTurns, { doc: MAX_TURNS_DOC, value: null }),
  maxTokens: optional(maxTokens, { doc: MAX_TOKENS_DOC, value: null }),
}

export type AcpSettings = SettingsOf<typeof acpFields>
