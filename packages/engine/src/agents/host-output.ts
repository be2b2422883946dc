import { EXIT_INTERRUPTED } from '../domain/host-contract.ts'
import type { Writing } from '../domain/open-text.ts'
import type { TimedFact } from '../domain/session-facts.ts'
import type { Agent } from '../ports/agent.ts'

/**
 * Reads the output of a host. A line of stdout is a fact. An empty line is a sign of life, so that the stall limit does not end a host whose
 * model or tool is at work (S6).
 */
export const factsOfHost: Agent['facts'] = (stream, line) => {
  if (stream === 'stderr') return [{ type: 'Printed', stream, text: line }]
  return line === '' ? [] : [JSON.parse(line) as TimedFact]
}

const WRITING = '{"type":"Writing"'

/** Reads a piece of the text that the agent of a host is writing. */
export const writingOfHost = (line: string): Writing | null =>
  line.startsWith(WRITING) ? (JSON.parse(line) as Writing) : null

/** A host reports each failure as a fact. So another exit code means that it was told to end, that it crashed, or that it was killed. */
export const hostCrash: Agent['crash'] = (exitCode) =>
  exitCode === EXIT_INTERRUPTED
    ? 'interrupted'
    : { class: 'infrastructure', reason: `the host of the agent was lost (exit code ${exitCode ?? 'unknown'})` }
