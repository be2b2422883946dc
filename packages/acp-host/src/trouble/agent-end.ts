import type { Ending } from '@coppice/host-parts'
import type { AgentEnd } from '../agent/agent-process.ts'
import { lastWords } from './whole-words.ts'

const LONGEST = 400
/** The errors of a start that show that the program is missing. Other errors are temporary, such as too many processes or files. */
const NO_PROGRAM: ReadonlySet<string> = new Set(['ENOENT', 'EACCES'])

/**
 * Returns what the end of an agent's process means, before the agent was told to end.
 *
 * @param hasSpoken whether the agent has responded to a first request, so that its program is right
 * @param redact removes secrets from a text (A2), before the text is shortened
 */
export function endingOfLostAgent(
  { how, stderr }: AgentEnd,
  title: string,
  program: string,
  hasSpoken: boolean,
  redact: (text: string) => string,
): Ending {
  const printed = lastWords(redact(stderr).replace(/\s+/g, ' '), LONGEST)
  const words = printed === '' ? '' : `. It printed: ${printed}`
  if ('notStarted' in how) {
    const reason = `the program ${program} of ${title} could not be started (${how.notStarted})`
    return NO_PROGRAM.has(how.notStarted)
      ? {
          is: 'failed',
          class: 'configuration',
          reason: `${reason}. Correct "command" in the plan, or install the program`,
        }
      : { is: 'failed', class: 'infrastructure', reason }
  }
  const end = 'code' in how ? `with the exit code ${how.code}` : `by the signal ${how.signal}`
  if (hasSpoken || 'signal' in how)
    return { is: 'failed', class: 'infrastructure', reason: `the process of ${title} ended ${end}${words}` }
  return {
    is: 'failed',
    class: 'configuration',
    reason: `${title} ended ${end} before it spoke the Agent Client Protocol. Check "command" in the plan${words}`,
  }
}

/**
 * Returns the ending of a session that an agent did not open in time.
 *
 * @param ms how long the agent had, in ms
 * @param hasSpoken whether the agent has responded to a first request, so that its program is right and the machine or the network was slow
 */
export function endingOfSilentAgent(title: string, ms: number, hasSpoken: boolean): Ending {
  const reason = `${title} did not open a session within ${ms / 1_000} s`
  return hasSpoken
    ? { is: 'failed', class: 'infrastructure', reason }
    : {
        is: 'failed',
        class: 'configuration',
        reason: `${reason}. Check that "command" starts an agent that speaks the Agent Client Protocol`,
      }
}
