import type { Engine, Log, SampleSource, Store } from '@coppice/engine'

export interface ShowParts {
  engine: Engine
  store: Store
  log: Log
  samples: readonly SampleSource[]
}

/** Creates the sample projects and starts their runs at the first start, so that a new user sees active runs. Later starts change nothing. */
export async function showSamples(parts: ShowParts): Promise<void> {
  for (const { name } of parts.samples) await showSample(parts, name)
}

async function showSample({ engine, store, log }: ShowParts, name: string): Promise<void> {
  try {
    const existing = (await store.projects()).find((project) => project.sample && project.name === name)
    if (existing && (await store.runs(existing.id)).length > 0) return
    const { id } = existing ?? (await engine.resetSample({ name }))
    await engine.startParallel({ projectId: id })
  } catch (error) {
    log.warn(
      { err: error, sample: name },
      'the sample project could not be created, or its run could not be started; the next start of the server tries again',
    )
  }
}
