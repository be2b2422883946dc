import type { Engine, Log, Store } from '@coppice/engine'

/** Creates the sample project and starts its run at the first start, so that a new user sees an active run. Later starts change nothing. */
export async function showSample({ engine, store, log }: { engine: Engine; store: Store; log: Log }): Promise<void> {
  try {
    const existing = (await store.projects()).find((project) => project.sample)
    if (existing && (await store.runs(existing.id)).length > 0) return
    const { id } = existing ?? (await engine.resetSample())
    await engine.startParallel({ projectId: id })
  } catch (error) {
    log.warn(
      { err: error },
      'the sample project could not be created, or its run could not be started; the next start of the server tries again',
    )
  }
}
