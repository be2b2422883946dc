import type { Engine, Log, Store } from '@coppice/engine'

/** At the first start, a newcomer finds a run that lives. A sample that is there, or was started once, is left alone. */
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
