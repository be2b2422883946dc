import type { RunRecord } from '../domain/records.ts'
import type { UntrustedProgram } from '../domain/trusted-programs.ts'
import type { Begun } from './attempt-lifecycle.ts'
import { change, type OwnerDeps } from './change.ts'

/** I2: emits one event for each program that has no event in this run yet, even after a restart. */
export async function recordUntrustedPrograms(
  deps: OwnerDeps,
  run: RunRecord,
  begun: Begun | null,
  found: readonly UntrustedProgram[],
): Promise<void> {
  const told = new Set<string>()
  for (let after = 0; ; ) {
    const events = await deps.store.events(run.id, after, 1_000)
    for (const event of events)
      if (event.type === 'UntrustedProgramFound') told.add(`${event.data.place} ${event.data.key}`)
    if (events.length === 0) break
    after = events.at(-1)?.sequence ?? after
  }
  const news = found.filter(({ place, key }) => !told.has(`${place} ${key}`))
  if (news.length === 0) return
  await change(deps, run.id, async ({ emit }) => {
    for (const { key, place, value } of news)
      emit({
        type: 'UntrustedProgramFound',
        data: {
          taskKey: begun?.task.key ?? null,
          attempt: begun?.session.attempt ?? null,
          key,
          place,
          reason: value === null ? GONE : SET,
        },
      })
  })
}

const SET =
  'this program is not one that the project trusts, so Coppice does not run it. If you set it, run `coppice trust`; if you did not, remove it from the config'
const GONE =
  'a program that the project trusts is gone from the config; Coppice still runs it. If you removed it, run `coppice trust`'
