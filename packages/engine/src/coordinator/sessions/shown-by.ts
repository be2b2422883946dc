import type { AttemptReport } from '../../domain/attempt-report.ts'
import type { Shown } from '../../domain/expertise.ts'
import type { SessionRecord } from '../../domain/records.ts'
import { lessonsOf } from '../../expertise/learning/lessons-of.ts'
import { Observations } from '../../expertise/learning/observations.ts'
import type { RunContext } from '../run/run-context.ts'

const PAGE = 500

/**
 * Reads what an ended session shows: the actions of its agent, the files that it changed, and what people wrote to it (E2).
 *
 * @returns undefined when the session left no work, when its kind of agent reports no actions, or when its facts cannot be read. A lesson
 *   is not worth a stopped run
 */
export async function shownBy(
  ctx: RunContext,
  session: SessionRecord,
  { end, left, lastFact }: AttemptReport,
): Promise<Shown | undefined> {
  if ((session.expertise?.given ?? 'OFF') === 'OFF' || left.is !== 'kept' || lastFact === null) return undefined
  // An agent that reports no calls of tools, such as a plain command, shows nothing.
  if (end.is !== 'ended' || !end.process.metrics?.toolCallCount) return undefined
  try {
    const { baseCommit, worktreePath } = session
    const changedFiles = (await ctx.repository.diffStat(baseCommit, left.tip)).map(({ path }) => path)
    const existedBefore = await ctx.repository.existingPaths(baseCommit, changedFiles.slice(0, MOST_FILES))
    const { actions } = await observe(ctx, session.id, lastFact)
    const messages = await messagesOf(ctx, session.id)
    const lessons = lessonsOf({ actions, changedFiles, existedBefore, worktreePath, messages })
    return { lessons, changedFiles: changedFiles.slice(0, MOST_FILES) }
  } catch (err) {
    ctx.deps.log.warn(
      { err, runId: session.runId, session: session.number },
      'nothing was learned: the session cannot be read',
    )
    return undefined
  }
}

/** A change of more files says nothing about which of them matter. */
const MOST_FILES = 500

async function observe({ deps }: RunContext, sessionId: string, lastFact: number): Promise<Observations> {
  const observations = new Observations()
  for (let cursor = 0; cursor < lastFact; ) {
    const facts = await deps.dispatch.transcripts.facts(sessionId, cursor, PAGE)
    const last = facts.at(-1)
    if (!last) break
    observations.add(facts)
    cursor = last.sequence
  }
  return observations
}

/** Returns the texts that people wrote to a session and that its agent received. */
async function messagesOf({ deps }: RunContext, sessionId: string): Promise<string[]> {
  const messages = await deps.store.sessionMessages(sessionId)
  return messages.flatMap(({ message, acknowledgedAt }) =>
    message.type === 'message' && acknowledgedAt !== null ? message.text : [],
  )
}
