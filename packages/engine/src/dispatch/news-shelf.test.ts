import { expect, it } from 'vitest'
import type { AttemptNews } from '../ports/dispatch.ts'
import { NewsShelf } from './news-shelf.ts'

const SESSION = { runId: 'r', sessionId: 's', epoch: 1 }
const news = (number: number): AttemptNews => ({ ...SESSION, attempt: 1, number, body: { is: 'ended' } })

it('returns news in the order of its numbers, and returns repeated news once', () => {
  const shelf = new NewsShelf()
  let hints = 0
  shelf.onNews(SESSION, () => {
    hints += 1
  })
  for (const number of [2, 2, 1, 1, 2]) shelf.take(news(number))
  expect(shelf.read(SESSION, 0)).toEqual([news(1), news(2)])
  expect(hints).toBe(3)
})
