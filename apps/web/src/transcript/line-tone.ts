import type { OutputLine } from './output-line.ts'

const FAILURE = /^\s*(?:[×✖✗]|not ok\b|FAIL\b|(?:\w+)?Error\b:|fatal:|error:)/

/**
 * Finds out from the words of a line whether it reports a failure. The page colours such lines, because many programs print no colours to a
 * pipe.
 */
export function lineTone(line: Pick<OutputLine, 'kind' | 'text'>): 'failure' | 'plain' {
  const printed = line.kind === 'STDOUT' || line.kind === 'STDERR' || line.kind === 'TOOL_RESULT'
  return printed && !line.text.includes('\u001b') && FAILURE.test(line.text) ? 'failure' : 'plain'
}
