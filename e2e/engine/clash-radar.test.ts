import { commandPlan, Gate } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { RADAR_INTERVAL_MS } from '../../packages/engine/src/coordinator/radar/clash-radar.ts'
import { type EngineUnderTest, engineUnderTest, eventOf, finished, projectWith, taskOf } from './engine-under-test.ts'
import { HeldClock } from './held-clock.ts'

const attemptEnds = (under: EngineUnderTest, runId: string, key: string) =>
  eventOf(under, runId, ({ type, data }) => type === 'AttemptFinished' && data.taskKey === key)

it('D4: tasks whose finished work will conflict are found before their merge', async () => {
  const clock = new HeldClock()
  const under = await engineUnderTest('pglite', { clock })
  onTestFinished(() => under.close())
  const first = new Gate()
  onTestFinished(() => void first.close())
  const writes = (text: string) => `echo ${text} > same.txt`
  const plan = commandPlan([
    { key: 'first', epic: 'x', run: `${first.wait}; echo first > first.txt` },
    { key: 'finished', epic: 'x', run: writes('finished'), resolve: 'git add same.txt' },
    { key: 'other', epic: 'x', run: writes('other'), resolve: `${writes('both')}; git add same.txt` },
    { key: 'calm', epic: 'x', run: 'echo calm > calm.txt' },
  ])
  const { project } = await projectWith(under, plan)
  const run = await under.engine.startParallel({ projectId: project.id, maxConcurrency: 4 })
  await Promise.all(['finished', 'other', 'calm'].map((key) => attemptEnds(under, run.id, key)))

  // The engine may begin to wait for the next look only after the last attempt has ended, so the clock moves until it has looked.
  const foreseen = async () =>
    (await under.database.store.events(run.id, 0, 500)).find(
      ({ type, data }) => type === 'ClashForeseen' && data.taskKey === 'other' && data.otherKey === 'finished',
    )
  const looked = async () => {
    clock.moveTo(clock.now() + RADAR_INTERVAL_MS)
    return foreseen()
  }
  await expect.poll(looked, { interval: 250 }).toBeDefined()
  const data = (await foreseen())?.data
  expect(data).toMatchObject({ files: ['same.txt'] })
  const clashesOf = async (key: string) => (await taskOf(under, run.id, key)).clashes.map((clash) => clash.key).sort()
  expect(await clashesOf('finished')).toEqual(['other'])
  expect(await clashesOf('other')).toEqual(['finished'])
  expect(await clashesOf('calm')).toEqual([])
  expect(await clashesOf('first')).toEqual([])

  first.open()
  const { statuses, tasks } = await finished(under, run.id)
  expect(new Set(Object.values(statuses))).toEqual(new Set(['COMPLETED']))
  expect(tasks.flatMap(({ clashes }) => clashes)).toEqual([])
})
