import type { OutputLine } from './output-line.ts'

const FAILURE = /^\s*(?:[×✖✗]|not ok\b|FAIL\b|(?:\w+)?Error\b:|fatal:|error:)/

/** Finds lines that report a failure, for programs that print no colours. */
export function lineTone(line: Pick<OutputLine, 'kind' | 'text'>): 'failure' | 'plain' {
  const printed = line.kind === 'STDOUT' || line.kind === 'STDERR' || line.kind === 'TOOL_RESULT'
  return printed && !line.text.includes('\u001b') && FAILURE.test(line.text) ? 'failure' : 'plain'
}
