import { setTimeout as sleep } from 'node:timers/promises'
import { followProgress, type ProgressEvent, type ServerAddress, storedProgress } from '@coppice/testkit'
import { expect } from 'vitest'

type Follow = typeof followProgress

/** A client that comes at some time, asks for what lies above some number, and stays to the end of the run. */
export interface RandomSubscriber {
  after: number
  told: readonly ProgressEvent[]
}

/** Resolves when its stream is complete; rejects where it breaks. */
export async function subscribeAtRandom(
  address: ServerAddress,
  runId: string,
  { withinMs, upTo, follow = followProgress }: { withinMs: number; upTo: number; follow?: Follow },
): Promise<RandomSubscriber> {
  await sleep(Math.random() * withinMs)
  const after = Math.floor(Math.random() * upTo)
  const told: ProgressEvent[] = []
  for await (const event of follow(address, runId, { after })) told.push(event)
  return { after, told }
}

/** R2: what each was told is what is stored above its number, no more, no less, in order. */
export async function expectToldAll(
  address: ServerAddress,
  runId: string,
  subscribers: readonly RandomSubscriber[],
): Promise<void> {
  const stored = await storedProgress(address, runId)
  expect(stored.map(({ sequence }) => sequence)).toEqual(stored.map((_, index) => index + 1))
  for (const { after, told } of subscribers) expect(told, `after ${after}`).toEqual(stored.slice(after))
}
