import { followProgress, type ProgressEvent, type ServerAddress, storedProgress } from '@coppice/testkit'
import { expect } from 'vitest'

type Follow = typeof followProgress

/** Waits until the run has an event of this number, or has ended. */
export async function untilEvent(
  address: ServerAddress,
  runId: string,
  sequence: number,
  follow: Follow = followProgress,
): Promise<void> {
  for await (const event of follow(address, runId)) if (event.sequence >= sequence) return
}

/** A client that subscribed at a random moment of a run and stayed until its end. */
export interface RandomSubscriber {
  /** The number of an event. The subscriber asked for the events after it. */
  after: number
  /** The events that it received. */
  received: readonly ProgressEvent[]
}

/**
 * Subscribes when the run has reached a random event below `upTo`. It asks for the events after another random number below `upTo`.
 * @returns the subscriber when its stream is complete
 * @throws when the stream breaks
 */
export async function subscribeAtRandom(
  address: ServerAddress,
  runId: string,
  { upTo, follow = followProgress }: { upTo: number; follow?: Follow },
): Promise<RandomSubscriber> {
  await untilEvent(address, runId, Math.floor(Math.random() * upTo), follow)
  const after = Math.floor(Math.random() * upTo)
  const received: ProgressEvent[] = []
  for await (const event of follow(address, runId, { after })) received.push(event)
  return { after, received }
}

/** Expects that each subscriber received exactly the stored events after its number `after`, in order (R2). */
export async function expectAllReceived(
  address: ServerAddress,
  runId: string,
  subscribers: readonly RandomSubscriber[],
): Promise<void> {
  const stored = await storedProgress(address, runId)
  expect(stored.map(({ sequence }) => sequence)).toEqual(stored.map((_, index) => index + 1))
  for (const { after, received } of subscribers) expect(received, `after ${after}`).toEqual(stored.slice(after))
}
