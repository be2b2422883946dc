import { LEARNING } from '../../domain/learning.ts'
import type { RunRecord } from '../../domain/records.ts'
import type { AgentSettings } from '../../domain/settings.ts'
import type { Performer } from '../session-kind.ts'

/** The settings of the agent that does LEARNING sessions. */
export const LEARNER: AgentSettings = {
  ...{ kind: 'anthropic', maxTurns: LEARNING.maxTurns, maxTokens: LEARNING.maxTokens },
  ...{ baseUrl: null, apiKey: null, askBefore: [] },
}

/** Returns who does the LEARNING sessions of a run. @returns null when its project learns by rules alone */
export function learnerOf({ settings: { learning } }: Pick<RunRecord, 'settings'>): Performer | null {
  if (learning === null) return null
  const { timeoutMs, stallMs } = LEARNING
  return { agent: LEARNER, model: learning.model, provider: LEARNER.kind, timeoutMs, stallMs }
}
