import type { TaskSettings } from '../../domain/settings.ts'
import type { SessionKind } from '../../domain/statuses.ts'
import type { Agent } from '../../ports/agent.ts'
import { readLimit } from '../limits/read-limit.ts'
import { announcedLimit } from './announced-limit.ts'

/** A whole line of stdout by which a command says that there is nothing to commit. */
const NO_CHANGE_LINE = 'COPPICE: no change needed'

/** A shell command of the plan: `run` does the task, `resolve` settles a conflict of its merge (D4). Its words are its output. */
export const commandAgent: Agent = {
  kind: 'command',
  launch({ kind, settings }) {
    const command = commandOf(kind, settings)
    return command === null ? null : { command }
  },
  decode(stream, line) {
    if (stream === 'stderr') return { entries: [{ kind: 'STDERR', text: line }] }
    return { entries: [{ kind: 'STDOUT', text: line }], noChange: line === NO_CHANGE_LINE }
  },
  readLimit: (tail, endedAt) => announcedLimit(tail, endedAt) ?? readLimit(tail, endedAt),
}

function commandOf(kind: SessionKind, settings: TaskSettings): string | null {
  switch (kind) {
    case 'WORK':
      return settings.run
    case 'CONFLICT':
      return settings.resolve
  }
}
