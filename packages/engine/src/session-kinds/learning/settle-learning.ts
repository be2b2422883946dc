import type { AttemptEnd, AttemptLeft } from '../../domain/attempt-report.ts'
import type { SessionStatus } from '../../domain/statuses.ts'
import type { Teacher } from '../../lifecycle/learn-from.ts'
import { type Begun, endSession } from '../../lifecycle/session-lifecycle.ts'
import { END_REASONS } from '../attempt-failure.ts'
import { limitReason, providerLimit } from '../provider-limit.ts'
import type { RunView } from '../run-view.ts'
import { calledOff, endingOf } from '../session-ending.ts'

/** Records the end of a LEARNING session and what it taught. Its failure changes nothing else. */
export function settleLearning(
  ctx: RunView,
  begun: Begun,
  end: AttemptEnd,
  left: AttemptLeft,
): Promise<'untouched' | null> {
  const off = calledOff(end)
  const failure = off === null ? failureOf(end) : null
  const limit = off === null ? providerLimit(begun.task, end, failure !== null) : null
  const error = limit === null ? failure : limitReason(limit)
  const status: SessionStatus =
    off === 'cancelled' ? 'CANCELLED' : off !== null ? 'INTERRUPTED' : error === null ? 'COMPLETED' : 'ERROR'
  const tip = left.is === 'stranded' ? null : left.tip
  const ending = endingOf(end, status, error, tip, false)
  return endSession(ctx.deps, begun, ending, limit, teachersFor(ctx, begun))
}

function failureOf(end: AttemptEnd): string | null {
  if (end.is === 'failed') return end.failure.reason
  if (end.is !== 'ended') return null
  const { failure, how, exitCode } = end.process
  if (failure !== null) return failure.reason
  if (how !== 'exited') return END_REASONS[how]
  return exitCode === 0 ? null : `the agent ended with exit code ${exitCode}`
}

/** Returns the lessons by domain, as what the newest of the sessions that the model has read teaches. */
function teachersFor({ state }: RunView, { task, session, shown }: Begun): Teacher[] {
  const teacher = state.teachersOf(task).at(-1)
  const expertise = teacher?.expertise
  if (!teacher || !expertise || !shown) return []
  const byDomain = Map.groupBy(shown.lessons, ({ domain = expertise.domain }) => domain)
  return [...byDomain].map(([domain, lessons]) => ({
    ...teacher,
    expertise: { ...expertise, domain },
    shown: { lessons, changedFiles: [] },
    learner: session.number,
  }))
}
