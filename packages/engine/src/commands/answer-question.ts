import type { SessionMessageRecord, SessionRecord } from '../domain/records.ts'
import { InvalidInput } from '../domain/refusals.ts'
import type { CommandDeps } from './command-deps.ts'
import { notOpen, sendToSession, type ToSession } from './send-to-session.ts'

export interface AnswerQuestion extends ToSession {
  /** The `askId` of the question that waits. */
  askId: string
  /** The id of one of its options. */
  optionId: string
}

/** Sends the answer to the question for which the agent of a running session waits. Only the first answer counts. */
export const answerQuestion = (
  deps: CommandDeps,
  { askId, optionId, ...toSession }: AnswerQuestion,
): Promise<SessionMessageRecord> =>
  sendToSession(deps, toSession, (session) => {
    requireOption(session, askId, optionId)
    return { type: 'answer', askId, optionId }
  })

function requireOption(session: SessionRecord, askId: string, optionId: string): void {
  const { question } = session
  if (question?.askId !== askId) throw notOpen(session)
  if (question.options.some(({ id }) => id === optionId)) return
  const ids = question.options.map(({ id }) => id).join(', ')
  throw new InvalidInput([
    { path: 'optionId', message: `the question has no option ${optionId}. Choose one of: ${ids}` },
  ])
}
