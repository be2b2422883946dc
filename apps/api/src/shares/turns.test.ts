import { expect, it } from 'vitest'
import { createTurns } from './turns.ts'

it('R4: a hundred streams of one credential get no more turns than one stream of another credential', async () => {
  const turns = createTurns()
  const [greedy, honest] = [turns.queue(), turns.queue()]
  const log: string[] = []
  const take = async (queue: typeof greedy, who: string, times: number) => {
    for (let time = 0; time < times; time++) {
      const leave = await queue.enter()
      log.push(who)
      leave()
    }
  }
  const many = Array.from({ length: 100 }, () => take(greedy, 'greedy', 10))
  await take(honest, 'honest', 20)
  expect(log.filter((who) => who === 'greedy').length).toBeLessThanOrEqual(22)
  await Promise.all(many)
  expect(log).toHaveLength(1_020)
})

it('the turn of a stream begins when the turn of the stream before has ended', async () => {
  const queue = createTurns().queue()
  const leaveFirst = await queue.enter()
  let entered = false
  const second = queue.enter().then((leave) => {
    entered = true
    return leave
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(entered).toBe(false)
  leaveFirst()
  ;(await second)()
  expect(entered).toBe(true)
})
