import { Readable } from 'node:stream'
import { beforeEach, describe, expect, it } from 'vitest'
import type { AttemptReport } from '../../domain/attempt-report.ts'
import { anOrder } from '../../domain/testing/an-order.ts'
import type { Conductor, Dispatch, NewsBody, SessionFence } from '../../ports/dispatch.ts'
import { ScriptedConductor } from './scripted-conductor.ts'

export interface DispatchUnderTest {
  dispatch: Dispatch
  /** Resolves when all messages have arrived. */
  quiet(): Promise<void>
}

const { run } = anOrder()
const order = (sessionId: string, epoch = 1) => anOrder({ sessionId, epoch })
const fence = (sessionId: string, epoch = 1): SessionFence => ({ runId: run.runId, sessionId, epoch })

const REPORT: AttemptReport = {
  end: { is: 'called-off', why: 'interrupted' },
  left: { is: 'kept', tip: 'b'.repeat(40), isEmpty: false, unresolved: [], teardown: null, ignored: null },
  lastFact: 42,
  withheld: ['.env'],
  leftBehind: { ref: 'refs/coppice/kept/run-1/a/aside-1', hasStash: true, folder: null, isLost: false },
  hidden: 'The agent of a set core.bare=true',
  checkoutChange: null,
  untrustedPrograms: [{ key: 'filter.x.clean', value: 'cat', place: '/home/ada/.gitconfig' }],
}
const STARTED: NewsBody = { is: 'started', process: { pid: 7, startTime: '8', bootId: 'b' }, worktreePath: '/w' }
const ENDED: NewsBody = { is: 'ended' }
const REPORTED: NewsBody = { is: 'report', report: REPORT }
const WHOLE = [STARTED, ENDED, REPORTED]

/** The tests of what every dispatch guarantees, with or without a network between owner and conductor. */
export function describeDispatch(name: string, create: (conductor: Conductor) => DispatchUnderTest): void {
  describe(name, () => {
    let conductor: ScriptedConductor
    let dispatch: Dispatch
    let quiet: () => Promise<void>

    beforeEach(() => {
      conductor = new ScriptedConductor()
      const created = create(conductor)
      dispatch = created.dispatch
      quiet = created.quiet
    })

    const read = async (sessionId: string, epoch = 1, after = 0) =>
      (await dispatch.read(fence(sessionId, epoch), after)).map(({ number, body }) => [number, body])
    const numbered = (...bodies: NewsBody[]) => bodies.map((body, index) => [index + 1, body])

    it('begins one attempt for an order that is offered several times, and passes the whole order', async () => {
      for (let time = 0; time < 3; time += 1) await dispatch.offer(order('a'))
      await quiet()
      expect(conductor.orders).toEqual([order('a')])
    })

    it('returns the news of each session in order, numbered from 1 without gaps, at every read', async () => {
      await dispatch.offer(order('a'))
      await dispatch.offer(order('b'))
      await quiet()
      conductor.send('a', ...WHOLE)
      conductor.send('b', STARTED, { is: 'left' })
      await quiet()
      expect(await read('a')).toEqual(numbered(...WHOLE))
      expect(await read('a')).toEqual(numbered(...WHOLE))
      expect(await read('a', 1, 2)).toEqual([[3, REPORTED]])
      expect(await read('b')).toEqual(numbered(STARTED, { is: 'left' }))
    })

    it('never returns news before the earlier news of the session has arrived', async () => {
      await dispatch.offer(order('a'))
      await quiet()
      const seen: number[][] = []
      const look = async () => {
        seen.push((await dispatch.read(fence('a'), 0)).map(({ number }) => number))
      }
      const stop = dispatch.onNews(fence('a'), () => void look())
      conductor.send('a', ...WHOLE)
      await quiet()
      stop()
      await look()
      expect(seen.at(-1)).toEqual([1, 2, 3])
      for (const numbers of seen) expect(numbers).toEqual(numbers.map((_, index) => index + 1))
    })

    it('names the session, the attempt and the epoch in all news', async () => {
      await dispatch.offer(order('a'))
      await quiet()
      conductor.send('a', STARTED)
      await quiet()
      expect(await dispatch.read(fence('a'), 0)).toMatchObject([{ ...fence('a'), attempt: 2, number: 1 }])
    })

    it('calls back after news, until it is stopped', async () => {
      await dispatch.offer(order('a'))
      await quiet()
      let hints = 0
      const stop = dispatch.onNews(fence('a'), () => {
        hints += 1
      })
      conductor.send('a', STARTED)
      await quiet()
      expect(hints).toBeGreaterThan(0)
      stop()
      const before = hints
      conductor.send('a', ENDED)
      await quiet()
      expect(hints).toBe(before)
    })

    it('passes a recall to an attempt, even if the recall was sent before the offer', async () => {
      dispatch.recall(fence('a'), 'interrupted')
      await dispatch.offer(order('a'))
      await quiet()
      dispatch.recall(fence('a'), 'run-cancelled')
      await quiet()
      expect(new Set(conductor.calls)).toEqual(new Set(['conduct a', 'recall a interrupted', 'recall a run-cancelled']))
      expect(conductor.calls[0]).toBe('conduct a')
    })

    it('frees the working tree once, and returns no news of the session after that', async () => {
      await dispatch.offer(order('a'))
      await quiet()
      conductor.send('a', ...WHOLE)
      await quiet()
      for (let time = 0; time < 2; time += 1) await dispatch.acknowledge(fence('a'))
      dispatch.recall(fence('a'), 'interrupted')
      await dispatch.offer(order('a'))
      await quiet()
      expect(conductor.calls.filter((one) => one !== 'recall a interrupted')).toEqual(['conduct a', 'release a'])
      expect(await read('a')).toEqual([])
    })

    it('does not recall a session of a newer owner because an older owner sent a recall before', async () => {
      dispatch.recall(fence('a', 1), 'run-cancelled')
      await quiet()
      await dispatch.offer(order('a', 2))
      await quiet()
      expect(conductor.calls).toEqual(['conduct a'])
    })

    it('changes nothing when an older owner calls', async () => {
      await dispatch.offer(order('a', 2))
      await quiet()
      dispatch.recall(fence('a', 1), 'run-cancelled')
      await dispatch.acknowledge(fence('a', 1))
      await dispatch.offer(order('a', 1))
      await quiet()
      conductor.send('a', ...WHOLE)
      await quiet()
      expect(conductor.calls).toEqual(['conduct a'])
      expect(conductor.orders).toEqual([order('a', 2)])
      expect(await read('a', 1)).toEqual([])
      expect(await read('a', 2)).toEqual(numbered(...WHOLE))
    })

    it('returns all news from the start to a newer owner, and no more news to an older one', async () => {
      await dispatch.offer(order('a', 1))
      await quiet()
      conductor.send('a', STARTED, ENDED)
      await dispatch.offer(order('a', 2))
      await quiet()
      conductor.send('a', REPORTED)
      await quiet()
      expect(conductor.calls).toEqual(['conduct a'])
      expect(await read('a', 2)).toEqual(numbered(...WHOLE))
      expect((await dispatch.read(fence('a', 2), 0)).map(({ epoch }) => epoch)).toEqual([2, 2, 2])
      expect(await read('a', 1)).toEqual([])
    })

    it('R1: passes an order that is repeated after a crash of the dispatch to the conductor again, with news from number 1', async () => {
      await dispatch.offer(order('a'))
      await quiet()
      conductor.send('a', STARTED)
      await quiet()
      const second = create(conductor)
      await second.dispatch.offer(order('a'))
      await second.quiet()
      expect(conductor.orders).toEqual([order('a'), order('a')])
      // The conductor continues with the agent of the session, so its news come again.
      conductor.send('a', ...WHOLE)
      await second.quiet()
      const news = await second.dispatch.read(fence('a'), 0)
      expect(news.map(({ number, body }) => [number, body])).toEqual(numbered(...WHOLE))
    })

    it('returns the facts and the output of a session by cursor, and passes messages to the session', async () => {
      const {
        facts,
        output,
        lastOutput,
        transcript,
        wholeText,
        onFacts,
        openText,
        onOpenText,
        reports,
        lastLine,
        send,
      } = dispatch.transcripts
      expect(await facts('a', 0, 10)).toMatchObject([{ type: 'Said', text: 'a', sequence: 1 }])
      expect(await facts('a', 1, 10)).toEqual([])
      expect(await lastOutput('a')).toBe(1)
      expect(await output('a', 0, 10)).toMatchObject([{ kind: 'TEXT', text: 'a', sequence: 1 }])
      expect(await Readable.from((await transcript('a', 0)) ?? []).toArray()).toMatchObject([
        { facts: [{ text: 'a', output: 1 }] },
      ])
      expect(await Readable.from(wholeText('a', 'overflow-1.txt')).toArray()).toEqual(['overflow-1.txt'])
      expect(await reports('a')).toBe(7)
      expect(await lastLine('a')).toBe('a')
      expect(await openText('a')).toEqual({ after: 1, kind: 'TEXT', text: 'a' })
      let hints = 0
      const count = () => {
        hints += 1
      }
      const stops = [onFacts('a', count), onOpenText('a', count)]
      expect(await send('a', 'one', { type: 'message', text: 'hello' })).toBe(true)
      for (const stop of stops) stop()
      expect(await send('a', 'two', { type: 'cancel' })).toBe(true)
      expect(conductor.calls).toEqual(['send a one', 'send a two'])
      expect(hints).toBe(2)
    })

    it('removes the news of a run that is tidied', async () => {
      await dispatch.offer(order('a'))
      await quiet()
      conductor.send('a', ...WHOLE)
      await quiet()
      expect(await dispatch.leftovers()).toEqual([{ projectId: run.projectId, run: 3 }])
      await dispatch.tidy({ place: run, lent: [], uncollected: [] })
      expect(conductor.calls).toEqual(['conduct a', 'tidy 3'])
      expect(await read('a')).toEqual([])
    })
  })
}
