import type { AttemptOrder } from '../../domain/attempt-order.ts'
import type { AttemptNews, Dispatch, SessionFence } from '../../ports/dispatch.ts'
import { Latch } from '../latch.ts'

export const fenceOf = ({ run, sessionId, epoch }: AttemptOrder): SessionFence => ({
  runId: run.runId,
  sessionId,
  epoch,
})

/** Yields the news of a session in their order, each once. News for another owner or another attempt are left out. */
export async function* newsOf(dispatch: Dispatch, order: AttemptOrder): AsyncGenerator<AttemptNews, never> {
  const fence = fenceOf(order)
  const latch = new Latch()
  const stop = dispatch.onNews(fence, () => latch.raise())
  try {
    for (let after = 0; ; await latch.wait()) {
      for (const news of await dispatch.read(fence, after)) {
        if (news.number <= after || !isMeantFor(order, news)) continue
        after = news.number
        yield news
      }
    }
  } finally {
    stop()
  }
}

const isMeantFor = ({ sessionId, attempt, epoch }: AttemptOrder, news: AttemptNews): boolean =>
  news.sessionId === sessionId && news.attempt === attempt && news.epoch === epoch
