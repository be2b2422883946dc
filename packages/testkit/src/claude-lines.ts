/** The name of the file with the program that `claudeLines` returns. */
export const CLAUDE_LINES = 'claude-lines.sh'

export interface ClaudeUsage {
  inputTokens: number
  outputTokens: number
  /** What Claude Code itself says that the conversation cost, in dollars. */
  costUsd: number
}

/**
 * Returns a shell program that prints what `claude -p --output-format stream-json` printed when it was recorded. Its first argument is the name of
 * the conversation, and each other argument is a command that the agent ran with success.
 */
export function claudeLines(model: string, { inputTokens, outputTokens, costUsd }: ClaudeUsage): string {
  const usage = { input_tokens: inputTokens, output_tokens: 1, cache_read_input_tokens: 0 }
  const call = { type: 'tool_use', id: 'CALL', name: 'Bash', input: { command: 'COMMAND' } }
  const result = { type: 'tool_result', tool_use_id: 'CALL', content: 'ok', is_error: false }
  const total = { inputTokens, outputTokens, cacheReadInputTokens: 0, cacheCreationInputTokens: 0, costUSD: costUsd }
  const lines = {
    init: { type: 'system', subtype: 'init', session_id: 'NAME' },
    request: { type: 'assistant', session_id: 'NAME', message: { id: 'NAME-1', model, content: [], usage } },
    call: { type: 'assistant', session_id: 'NAME', message: { content: [call] } },
    answer: { type: 'user', message: { content: [result] } },
    end: { type: 'result', session_id: 'NAME', is_error: false, result: 'Done', modelUsage: { [model]: total } },
  }
  const print = (line: object) =>
    `echo '${JSON.stringify(line)}' | sed "s/NAME/$name/g; s/CALL/call-$calls/g; s/COMMAND/$1/g"`
  return `name=$1; shift; calls=0
${print(lines.init)}
${print(lines.request)}
while [ $# -gt 0 ]; do
  calls=$((calls + 1))
  ${print(lines.call)}
  ${print(lines.answer)}
  shift
done
${print(lines.end)}
`
}
