import type { SettingsOf } from '../../ports/agent.ts'
import { oneOf, text } from '../../shapes/scalars.ts'
import { needed, optional } from '../agent-field.ts'
import { billing } from '../billing.ts'

export const commandFields = {
  run: needed(text, {
    doc: 'The shell command that does the work, run in the worktree. The prompt is in the file $COPPICE_PROMPT_FILE.',
    why: 'a task of agent command needs a shell command to run',
    decidesWork: true,
  }),
  resolve: optional(text, {
    doc: 'The shell command that settles a merge conflict, run in the worktree with the merge in progress. Without it a conflict is left to a person.',
    value: null,
  }),
  output: optional(oneOf(['text', 'claude-stream-json']), {
    doc: 'What the command prints on stdout. With claude-stream-json, tokens, cost, tool calls and limits are read from the lines of "claude -p --output-format stream-json --verbose".',
    value: 'text' as const,
  }),
  billing,
}

export type CommandSettings = SettingsOf<typeof commandFields>
