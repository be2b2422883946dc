import type { Activity } from '../live/use-activity.ts'
import type { RunView } from '../view/run-view.ts'

/** Returns a text that changes when the money of the run may have changed: with each event, and with what a running agent has used. */
export const spendingVersion = (
  { lastSequence }: Pick<RunView, 'lastSequence'>,
  activity: ReadonlyMap<string, Activity>,
): string =>
  [
    lastSequence,
    ...[...activity.values()].map(({ sessionId, usage }) => `${sessionId} ${usage.inputTokens} ${usage.outputTokens}`),
  ].join(' ')
