import type { RunEvent, RunEventOf } from './events.ts'

/** Returns the label of the option that an answer chooses, or the id of the option when `events` do not contain the question. */
export function answerLabel(
  { sessionId, askId, optionId }: RunEventOf<'PermissionAnswered'>,
  events: readonly RunEvent[],
): string {
  const question = events.findLast(
    (event) => event.__typename === 'PermissionAsked' && event.sessionId === sessionId && event.askId === askId,
  ) as RunEventOf<'PermissionAsked'> | undefined
  return question?.optionLabels[question.optionIds.indexOf(optionId)] ?? optionId
}
