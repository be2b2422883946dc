import {
  type AttemptNews,
  type AttemptReport,
  type Conductor,
  createInProcessDispatch,
  type Dispatch,
  type SessionFence,
} from '@coppice/engine'
import { commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, eventOf, finished, projectWith, startParallel } from './engine-under-test.ts'

const FAILURE = { class: 'work', reason: 'of another attempt', output: '' } as const
const STRAY: AttemptReport = {
  end: { is: 'failed', failure: FAILURE },
  left: { is: 'stranded', failure: FAILURE },
  lastFact: 0,
  withheld: [],
  leftBehind: null,
  hidden: null,
  checkoutChange: null,
  untrustedPrograms: [],
}

/**
 * A dispatch that repeats and adds news. It first passes on false copies of each news: with the epoch of another owner, with the number of
 * another attempt, and with the id of another session. Then it passes on the news itself twice.
 */
function meddling(conductor: Conductor): Dispatch {
  const inner = createInProcessDispatch(conductor)
  const strays = (fence: SessionFence, news: AttemptNews): AttemptNews[] =>
    [
      { epoch: news.epoch - 1 },
      { epoch: news.epoch + 1 },
      { attempt: news.attempt - 1 },
      { attempt: news.attempt + 1 },
      { sessionId: `not-${fence.sessionId}` },
    ].map((other) => ({ ...news, ...other, body: { is: 'report', report: STRAY } }))
  return {
    ...inner,
    async read(fence, after) {
      const all = await inner.read(fence, 0)
      const more = all.flatMap((news) => [...strays(fence, news), news, news])
      return after < all.length ? more : []
    },
  }
}

it('R1: news of another owner or attempt, and repeated news, change nothing', async () => {
  const under = await engineUnderTest('pglite', { dispatch: meddling })
  onTestFinished(() => under.close())
  const fails = 'if [ "$COPPICE_ATTEMPT" = 1 ]; then exit 1; fi; echo b > b.txt'
  const plan = commandPlan([
    { key: 'a', epic: 'x', run: 'echo a > a.txt' },
    { key: 'b', epic: 'x', run: fails },
  ])
  const { project } = await projectWith(under, plan)
  const { run, tasks } = await finished(under, (await startParallel(under, project)).id)
  expect(run.status).toBe('COMPLETED')
  expect(tasks.map(({ key, attempts, countedAttempts }) => [key, attempts, countedAttempts])).toEqual([
    ['a', 1, 0],
    ['b', 2, 1],
  ])
  await eventOf(under, run.id, ({ type }) => type === 'RunFinished')
  const events = await under.database.store.events(run.id, 0, 1_000)
  const names = events.map((event) => {
    const { type, data } = event
    return type === 'TaskPhaseChanged' ? `${type} ${data.phase}` : type
  })
  const count = (name: string) => names.filter((one) => one === name).length
  expect([count('SessionStarted'), count('SessionEnded'), count('AttemptFinished')]).toEqual([3, 3, 3])
  expect(count('TaskPhaseChanged AGENT')).toBe(3)
})
