import type { OutputLine } from './output-line.ts'

const FAILURE = /^\s*(?:[×✖✗]|not ok\b|FAIL\b|(?:\w+)?Error\b:|fatal:|error:)/

/** Lines that say of themselves that something failed, where the program printed no colour. */
export function lineTone(line: Pick<OutputLine, 'kind' | 'text'>): 'failure' | 'plain' {
  const printed = line.kind === 'STDOUT' || line.kind === 'STDERR' || line.kind === 'TOOL_RESULT'
  return printed && !line.text.includes('\u001b') && FAILURE.test(line.text) ? 'failure' : 'plain'
}
