import type { RunRecord } from '../domain/records.ts'
import type { UntrustedProgram } from '../domain/trusted-programs.ts'
import { change, type OwnerDeps } from './change.ts'
import type { Begun } from './session-lifecycle.ts'

/** Emits UntrustedProgramFound for each program of `found` that has no such event in this run yet, even after a restart (I2). */
export async function recordUntrustedPrograms(
  deps: OwnerDeps,
  run: RunRecord,
  begun: Begun | null,
  found: readonly UntrustedProgram[],
): Promise<void> {
  const reported = new Set<string>()
  for (let after = 0; ; ) {
    const events = await deps.store.events(run.id, after, 1_000)
    for (const event of events)
      if (event.type === 'UntrustedProgramFound') reported.add(`${event.data.place} ${event.data.key}`)
    if (events.length === 0) break
    after = events.at(-1)?.sequence ?? after
  }
  const unreported = found.filter(({ place, key }) => !reported.has(`${place} ${key}`))
  if (unreported.length === 0) return
  await change(deps, run.id, async ({ emit }) => {
    for (const { key, place, value } of unreported)
      emit({
        type: 'UntrustedProgramFound',
        data: {
          taskKey: begun?.task.key ?? null,
          attempt: begun?.session.attempt ?? null,
          key,
          place,
          reason: value === null ? REMOVED : SET,
        },
      })
  })
}

const SET =
  'the project does not trust this program, so Coppice does not run it. If you set it, run `coppice trust`; if you did not, remove it from the config'
const REMOVED =
  'the project trusts this program, but it is no longer in the config. Coppice still runs it. If you removed it, run `coppice trust`'
