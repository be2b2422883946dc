import { expect, it } from 'vitest'
import { run, task } from './fixtures/build.ts'
import { holdsInForce } from './holds-in-force.ts'

const waits = (key: string, scheduledFor: number) => task(key, 'x', 1, { scheduledFor })
const holds = [
  { provider: 'late', until: 30 },
  { provider: 'soon', until: 20 },
  { provider: 'over', until: 10 },
  { provider: 'not awaited', until: 40 },
]
const view = run([waits('a', 30), waits('b', 20), waits('c', 10), task('d', 'x', 1)], [], { holds })

it('S5: lists the holds that are not over and for which a task waits, the one that ends first at the head', () => {
  expect(holdsInForce(view, 10).map(({ provider }) => provider)).toEqual(['soon', 'late'])
  expect(holdsInForce(view, 30)).toEqual([])
})
