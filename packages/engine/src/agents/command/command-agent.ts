import type { SessionKind } from '../../domain/statuses.ts'
import type { Agent } from '../../ports/agent.ts'
import { readLimit } from '../limits/read-limit.ts'
import { announcedLimit, lastAnnounced } from './announced-limit.ts'
import { type CommandSettings, commandFields } from './command-fields.ts'

/** A whole line of stdout by which a command says that there is nothing to commit. */
const NO_CHANGE_LINE = 'COPPICE: no change needed'

/** A shell command of the plan: `run` does the task, `resolve` settles a conflict of its merge (D4). Its facts are its lines. */
export const commandAgent: Agent<typeof commandFields> = {
  kind: 'command',
  doc: 'a shell command',
  advice: '"agent: command", with the shell command in "run"',
  fields: commandFields,
  start({ kind, settings }) {
    const command = commandOf(kind, settings)
    return command === null ? null : { command }
  },
  isFollowed: false,
  stdout: 'text',
  facts(stream, line, at) {
    const printed = { type: 'Printed', stream, text: line } as const
    const limit = announcedLimit(line, at)
    if (limit !== null) return [printed, { type: 'LimitReached', ...limit }]
    if (stream === 'stdout' && line === NO_CHANGE_LINE) return [printed, { type: 'Claimed', claim: 'no-change-needed' }]
    return [printed]
  },
  // An older version may have read the line that announces a limit. It stored no fact of it.
  readLimit: (tail, endedAt) => lastAnnounced(tail, endedAt) ?? readLimit(tail, endedAt),
}

function commandOf(kind: SessionKind, settings: CommandSettings): string | null {
  switch (kind) {
    case 'WORK':
      return settings.run
    case 'CONFLICT':
      return settings.resolve
    case 'LEARNING':
      return null
  }
}
