import { expect, it } from 'vitest'
import { anOrder } from '../../domain/testing/an-order.ts'
import type { AttemptNews, Dispatch } from '../../ports/dispatch.ts'
import { fenceOf, newsOf } from './news-of.ts'

const order = anOrder()
const news = (number: number, over: Partial<AttemptNews> = {}): AttemptNews => ({
  ...fenceOf(order),
  attempt: order.attempt,
  number,
  body: { is: number === 3 ? 'left' : 'ended' },
  ...over,
})

/** Returns a dispatch. Each read returns the next of these pages, whatever the cursor of the read is. */
function dispatchOf(pages: AttemptNews[][]): Dispatch {
  let call = () => {}
  const absent = () => {
    throw new Error('this test does not use this function')
  }
  return {
    offer: absent,
    recall: absent,
    acknowledge: absent,
    checkoutMoved: absent,
    tidy: absent,
    leftovers: absent,
    close: absent,
    transcripts: {
      facts: absent,
      output: absent,
      lastOutput: absent,
      transcript: absent,
      wholeText: absent,
      onFacts: absent,
      openText: absent,
      onOpenText: absent,
      reports: absent,
      lastLine: absent,
      send: absent,
    },
    async read() {
      const page = pages.shift() ?? []
      setImmediate(() => call())
      return page
    },
    onNews(_session, listener) {
      call = listener
      return () => {
        call = () => {}
      }
    },
  }
}

it('R1: yields each news once and in order, and no news for another session, attempt or owner', async () => {
  const pages = [
    [news(1, { epoch: order.epoch - 1 }), news(1)],
    [],
    [news(1), news(1, { attempt: order.attempt - 1 }), news(2), news(2)],
    [news(1), news(2), news(3, { epoch: order.epoch + 1 }), news(3, { sessionId: 'another' }), news(3)],
  ]
  const received: AttemptNews[] = []
  for await (const one of newsOf(dispatchOf(pages), order)) {
    received.push(one)
    if (one.body.is === 'left') break
  }
  expect(received).toEqual([news(1), news(2), news(3)])
})
