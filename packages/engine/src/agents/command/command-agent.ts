import type { SessionKind } from '../../domain/statuses.ts'
import type { Agent } from '../../ports/agent.ts'
import { isFlatRate } from '../billing.ts'
import { readLimit } from '../limits/read-limit.ts'
import { SHELL_TOOLS } from '../task-tool-names.ts'
import { announcedLimit, lastAnnounced } from './announced-limit.ts'
import { type CommandSettings, commandFields } from './command-fields.ts'
import { streamJsonReader } from './stream-json.ts'

/** The line of stdout by which a command reports that its task needs no change, so that an attempt without commits is no failure. */
const NO_CHANGE_LINE = 'COPPICE: no change needed'

/**
 * An agent that is a shell command of the plan: `run` does the task, `resolve` resolves a merge conflict (D4). Each line of output is a
 * fact.
 */
export const commandAgent: Agent<typeof commandFields> = {
  kind: 'command',
  doc: 'a shell command',
  advice: '"agent: command", with the shell command in "run"',
  fields: commandFields,
  defaultModel: null,
  // A plan names the variables of a command with `env`.
  variables: () => ({ secret: [], open: [] }),
  choices: [
    {
      ...{ name: 'command', title: 'A shell command of the plan', version: null, settings: {}, note: null },
      signIn: () => ({ is: 'not-needed' }),
    },
  ],
  obstacle: () => null,
  start({ kind, settings }) {
    const command = commandOf(kind, settings)
    return command === null ? null : { command }
  },
  isFollowed: false,
  isFlatRate,
  taskTools: SHELL_TOOLS,
  canResume: false,
  stdout: 'text',
  facts(stream, line, at) {
    const printed = { type: 'Printed', stream, text: line } as const
    const limit = announcedLimit(line, at)
    if (limit !== null) return [printed, { type: 'LimitReached', ...limit }]
    if (stream === 'stdout' && line === NO_CHANGE_LINE) return [printed, { type: 'Claimed', claim: 'no-change-needed' }]
    return [printed]
  },
  forSession: ({ output }) => (output === 'claude-stream-json' ? streamJsonAgent() : null),
  crash: () => null,
  // Usually `facts` has found the limit. If an older version of Coppice read the line, it stored no fact of the limit, so the output is
  // searched.
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

/** A command whose stdout has the lines of `claude -p --output-format stream-json`. Other lines are read as those of any command. */
function streamJsonAgent(): Agent {
  const read = streamJsonReader()
  return {
    ...commandAgent,
    isFollowed: true,
    stdout: 'records',
    facts: (stream, line, at) => (stream === 'stdout' ? read(line) : null) ?? commandAgent.facts(stream, line, at),
    // The last line of a conversation reports a limit as a fact. So words about limits in a reply are ignored.
    readLimit: () => null,
  }
}
