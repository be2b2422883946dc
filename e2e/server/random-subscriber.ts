import { followProgress, type ProgressEvent, type ServerAddress, storedProgress } from '@coppice/testkit'
import { expect } from 'vitest'

type Follow = typeof followProgress

/** Resolves when the run has an event of this number, or has ended. */
export async function reached(
  address: ServerAddress,
  runId: string,
  sequence: number,
  follow: Follow = followProgress,
): Promise<void> {
  for await (const event of follow(address, runId)) if (event.sequence >= sequence) return
}

/** A client that subscribes at some moment of the run, from some number, and stays to the end of the run. */
export interface RandomSubscriber {
  after: number
  told: readonly ProgressEvent[]
}

/**
 * Subscribes before the run has this many events, from a number below that. Resolves when its stream is complete, and rejects when the
 * stream breaks.
 */
export async function subscribeAtRandom(
  address: ServerAddress,
  runId: string,
  { upTo, follow = followProgress }: { upTo: number; follow?: Follow },
): Promise<RandomSubscriber> {
  await reached(address, runId, Math.floor(Math.random() * upTo), follow)
  const after = Math.floor(Math.random() * upTo)
  const told: ProgressEvent[] = []
  for await (const event of follow(address, runId, { after })) told.push(event)
  return { after, told }
}

/** R2: each subscriber received exactly the stored events above its number, in order. */
export async function expectToldAll(
  address: ServerAddress,
  runId: string,
  subscribers: readonly RandomSubscriber[],
): Promise<void> {
  const stored = await storedProgress(address, runId)
  expect(stored.map(({ sequence }) => sequence)).toEqual(stored.map((_, index) => index + 1))
  for (const { after, told } of subscribers) expect(told, `after ${after}`).toEqual(stored.slice(after))
}
