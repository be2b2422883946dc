import type { PastSession } from '../forecast.ts'

/** Returns a completed session of an earlier run whose agent reported nothing. */
export const aPastSession = (fields: Partial<PastSession> = {}): PastSession => ({
  ...{ kind: 'WORK', status: 'COMPLETED', startedAt: 0, endedAt: 1, model: null, domain: null, flatRate: false },
  metrics: { messageCount: 0, toolCallCount: 0, inputTokens: null, costMicroUsd: null, knownCostMicroUsd: 0 },
  ...fields,
})
