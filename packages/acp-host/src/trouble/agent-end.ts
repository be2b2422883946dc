import type { Ending } from '@coppice/host-parts'
import type { AgentEnd } from '../agent/agent-process.ts'

const LONGEST = 400

/**
 * Returns what the end of an agent's process means, before the agent was told to end.
 *
 * @param hasSpoken whether the agent has responded to a first request, so that its program is right
 */
export function endingOfLostAgent(
  { how, stderr }: AgentEnd,
  title: string,
  program: string,
  hasSpoken: boolean,
): Ending {
  const words = stderr === '' ? '' : `. It printed: ${stderr.replace(/\s+/g, ' ').slice(-LONGEST)}`
  if ('notStarted' in how)
    return {
      is: 'failed',
      class: 'configuration',
      reason: `the program ${program} of ${title} could not be started (${how.notStarted}). Correct "command" in the plan, or install the program`,
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
