import { PINS, runPin, workPins } from '../domain/naming.ts'
import type { RunRecord } from '../domain/records.ts'
import { isRunEnded } from '../domain/statuses.ts'
import { undelivered } from '../domain/undelivered.ts'
import type { Repository } from '../ports/git.ts'

/**
 * Deletes the pins that are no longer needed. Each run does so when it ends. The pin of a run branch is needed until the run is delivered or
 * discarded. The pins of work branches are needed until their run ends: by then, each work is merged or on a ref that people see (D5).
 *
 * @param runs all runs of the project
 * @param base the commit of the base branch, which may contain the work of a run, or null when there is no such branch
 */
export async function dropPins(repository: Repository, runs: readonly RunRecord[], base: string | null): Promise<void> {
  const pins = await repository.refs(PINS)
  if (pins.length === 0) return
  const contained = new Set(base === null ? [] : (await repository.refs(PINS, base)).map(({ ref }) => ref))
  const waiting = new Set(undelivered(runs))
  const ended = runs.filter(({ status }) => isRunEnded(status))
  const over = new Set(ended.filter((run) => !waiting.has(run)).map(pinOfRun))
  const isOver = (ref: string) => over.has(ref) || ended.some((run) => ref === pinOfRun(run) && contained.has(ref))
  const isWork = (ref: string) => ended.some(({ projectId, number }) => ref.startsWith(workPins(projectId, number)))
  await repository.deleteRefs(pins.filter(({ ref }) => isOver(ref) || isWork(ref)))
}

const pinOfRun = ({ projectId, number }: RunRecord): string => runPin(projectId, number)
