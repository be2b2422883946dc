import type { SessionRecord } from '../../../domain/records.ts'
import type { TranscriptPart } from '../../../domain/transcript.ts'
import type { SearchParts } from '../search-output.ts'
import { FactBlocks } from './fact-blocks.ts'
import { costOf, factTable, fenced, inline, timeOf } from './markdown-text.ts'

/** Writes a session as Markdown: what it was, its prompt, and all that its agent said and did. */
export async function* sessionMarkdown(
  parts: SearchParts,
  session: SessionRecord,
): AsyncGenerator<string, void, undefined> {
  yield head(session)
  yield `#### Prompt\n\n${fenced(session.prompt)}\n#### Transcript\n`
  yield* transcript(parts, session)
  yield '\n'
}

function head(session: SessionRecord): string {
  const { number, attempt, kind, agent, model, status, error, startedAt, endedAt, metrics, claim } = session
  const tokens = (count: number | null) => (count === null ? 'not known' : String(count))
  return `### Session ${number}: attempt ${attempt}\n\n${factTable([
    ['kind', kind],
    ['agent', inline(agent)],
    ['model', model && inline(model)],
    ['outcome', status],
    ['error', error && inline(error)],
    ['claim of the agent', claim && inline(claim.text === '' ? claim.claim : `${claim.claim}: ${claim.text}`)],
    ['started', timeOf(startedAt)],
    ['ended', timeOf(endedAt)],
    ['messages, tool calls', `${metrics.messageCount}, ${metrics.toolCallCount}`],
    ['input tokens', tokens(metrics.inputTokens)],
    ['output tokens', tokens(metrics.outputTokens)],
    ['tokens read from the cache', tokens(metrics.cacheReadTokens)],
    ['tokens written to the cache', tokens(metrics.cacheWriteTokens)],
    ['cost', costOf(metrics.costMicroUsd)],
  ])}`
}

/**
 * Reports when the transcript cannot be read. The `catch` is only around the reads: a client that disconnects makes a `yield` throw, which is
 * no fault.
 */
async function* transcript(parts: SearchParts, session: SessionRecord): AsyncGenerator<string, void, undefined> {
  const pieces = transcriptPieces(parts, session)
  try {
    for (;;) {
      const next = await pieces.next().catch((err: unknown) => {
        parts.log.warn({ sessionId: session.id, err }, 'the output of a session could not be exported')
        return null
      })
      if (next?.done) return
      yield next?.value ?? '\n*The output could not be read. The log of the server says why.*\n'
    }
  } finally {
    await pieces.return()
  }
}

async function* transcriptPieces(parts: SearchParts, session: SessionRecord): AsyncGenerator<string, void, undefined> {
  const found = await parts.transcripts.transcript(session.id, 0)
  if (found === null) {
    yield `\n*${session.worktreePath === null ? 'No agent has started.' : 'The output is not on this machine.'}*\n`
    return
  }
  const blocks = new FactBlocks(parts, session.id)
  let last: TranscriptPart | null = null
  for await (const part of parts.inTurns(found)) {
    last = part
    for (const fact of part.facts) yield* blocks.add(fact)
  }
  yield* blocks.end()
  if (last !== null && last.droppedLines > 0)
    yield `\n*${last.droppedLines} later lines were not stored, because the session had reached its size limit.*\n`
}
