import { setImmediate as nextRound } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { createTurns, type TurnTime } from './turns.ts'

/** A time in which each round of the event loop takes 1 ms, so that the speed of the machine has no effect. */
function timeInRounds(): TurnTime {
  let rounds = 0
  let isOver = false
  const count = () => {
    rounds += 1
    if (!isOver) setImmediate(count)
  }
  count()
  onTestFinished(() => {
    isOver = true
  })
  return {
    now: () => rounds,
    async rest(ms) {
      for (const end = rounds + ms; rounds < end; ) await nextRound()
    },
  }
}

it('R4: a hundred streams of one credential get no more turns than one stream of another credential', async () => {
  const turns = createTurns(timeInRounds())
  const [greedy, honest] = [turns.queue(), turns.queue()]
  const log: string[] = []
  const take = async (queue: typeof greedy, who: string, times: number) => {
    for (let time = 0; time < times; time++) {
      const leave = await queue.enter()
      log.push(who)
      await nextRound()
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
