import type { Engine, Log, Store } from '@coppice/engine'

/** Gives a new user an active run at the first start. A sample that exists, or that was started before, is not touched. */
export async function showSample({ engine, store, log }: { engine: Engine; store: Store; log: Log }): Promise<void> {
  try {
    const existing = (await store.projects()).find((project) => project.sample)
    if (existing && (await store.runs(existing.id)).length > 0) return
    const { id } = existing ?? (await engine.resetSample())
    await engine.startParallel({ projectId: id })
  } catch (error) {
    log.warn({ err: error }, 'the sample project could not be created')
  }
}
