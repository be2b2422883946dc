import type { ModelHistory } from '../../domain/model-choice.ts'
import type { Store } from '../../ports/store.ts'

/** Older sessions say little about what a session costs today. */
const MOST_COSTS = 500

/** Reads what the earlier sessions of a project say about models (M3). */
export async function modelHistory(store: Store, projectId: string): Promise<ModelHistory> {
  const [results, costs] = await Promise.all([store.modelResults(projectId), store.sessionCosts(projectId, MOST_COSTS)])
  return { results, costs }
}
