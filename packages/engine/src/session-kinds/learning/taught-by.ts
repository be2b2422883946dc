import type { Lesson, Shown } from '../../domain/expertise.ts'
import { LESSON_TOOL, type ProposedLesson, readLessons } from '../../domain/lesson-calls.ts'
import type { RunTaskRecord, SessionRecord } from '../../domain/records.ts'
import { checkedLessons, pathsOf } from '../../expertise/learning/checked-lessons.ts'
import { factPages } from '../read-session.ts'
import type { RunView } from '../run-view.ts'

/**
 * Reads the lessons that the model of a LEARNING session has returned, and checks them. What it returned before its session was cut off counts
 * too, because it is paid for.
 *
 * @returns undefined when it returned nothing, or when its facts cannot be read
 */
export async function taughtBy(ctx: RunView, task: RunTaskRecord, session: SessionRecord): Promise<Shown | undefined> {
  try {
    const proposed = await proposedIn(ctx, session.id)
    const lessons = proposed.length === 0 ? [] : await checked(ctx, task, proposed)
    return lessons.length === 0 ? undefined : { lessons, changedFiles: [] }
  } catch (err) {
    // A lesson is not worth a stopped run.
    ctx.deps.log.warn({ err, session: session.number }, 'nothing was learned: the session cannot be read')
    return undefined
  }
}

async function checked(
  { repository, state }: RunView,
  task: RunTaskRecord,
  proposed: readonly ProposedLesson[],
): Promise<Lesson[]> {
  const teachers = state.teachersOf(task)
  const commits = [task.commit, ...teachers.map(({ tipCommit }) => tipCommit)].filter((one) => one !== null)
  const paths = task.commit === null ? [] : await repository.existingPaths(task.commit, pathsOf(proposed))
  const sessions = teachers.map(({ number }) => number)
  return checkedLessons(proposed, { paths: new Set(paths), commits, sessions })
}

/** Returns the lessons of all calls that the host has accepted. */
async function proposedIn(ctx: RunView, sessionId: string): Promise<ProposedLesson[]> {
  const calls = new Map<string, string>()
  const accepted: ProposedLesson[] = []
  for await (const facts of factPages(ctx, sessionId))
    for (const fact of facts)
      if (fact.type === 'ToolCalled' && fact.tool === LESSON_TOOL) calls.set(fact.callId, fact.text)
      else if (fact.type === 'ToolAnswered' && !fact.isError)
        accepted.push(...(readLessons(calls.get(fact.callId) ?? '') ?? []))
  return accepted
}
