import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandPlan, Gate, tempFolder } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { RADAR_INTERVAL_MS } from '../../packages/engine/src/coordinator/radar/clash-radar.ts'
import { type EngineUnderTest, engineUnderTest, eventOf, finished, projectWith, taskOf } from './engine-under-test.ts'
import { HeldClock } from './held-clock.ts'

const attemptEnds = (under: EngineUnderTest, runId: string, key: string) =>
  eventOf(under, runId, ({ type, data }) => type === 'AttemptFinished' && data.taskKey === key)

it('D4: tasks that will conflict are found before their merge, also by what a running agent has committed, and the next prompt names them', async () => {
  const clock = new HeldClock()
  const under = await engineUnderTest('pglite', { clock })
  onTestFinished(() => under.close())
  const [first, last] = [new Gate(), new Gate()]
  onTestFinished(() => void first.close())
  onTestFinished(() => void last.close())
  const folder = tempFolder('clashes')
  const committed = join(folder, 'committed')
  const prompt = join(folder, 'prompt.md')
  const writes = (text: string) => `echo ${text} > same.txt`
  const plan = commandPlan([
    { key: 'first', epic: 'x', run: `${first.wait}; echo first > first.txt` },
    { key: 'finished', epic: 'x', run: writes('finished'), resolve: 'git add same.txt' },
    { key: 'other', epic: 'x', run: writes('other'), resolve: `${writes('both')}; git add same.txt` },
    {
      key: 'running',
      epic: 'x',
      run: `if [ $COPPICE_ATTEMPT = 1 ]; then ${writes('running')}; git add same.txt; git commit -qm work; touch ${committed}; ${last.wait}; exit 1; fi; cp "$COPPICE_PROMPT_FILE" ${prompt}; echo running > running.txt`,
    },
    { key: 'calm', epic: 'x', run: 'echo calm > calm.txt' },
  ])
  const { project } = await projectWith(under, plan)
  const run = await under.engine.startParallel({ projectId: project.id, maxConcurrency: 5 })
  await Promise.all(['finished', 'other', 'calm'].map((key) => attemptEnds(under, run.id, key)))
  await expect.poll(() => existsSync(committed), { interval: 50, timeout: 60_000 }).toBe(true)

  clock.moveTo(clock.now() + RADAR_INTERVAL_MS)
  const pairs = await Promise.all(
    [
      ['other', 'finished'],
      ['running', 'finished'],
      ['running', 'other'],
    ].map(([one, two]) =>
      eventOf(
        under,
        run.id,
        ({ type, data }) => type === 'ClashForeseen' && data.taskKey === one && data.otherKey === two,
      ),
    ),
  )
  for (const { data } of pairs) expect(data).toMatchObject({ files: ['same.txt'] })
  const clashesOf = async (key: string) => (await taskOf(under, run.id, key)).clashes.map((clash) => clash.key).sort()
  expect(await clashesOf('finished')).toEqual(['other', 'running'])
  expect(await clashesOf('running')).toEqual(['finished', 'other'])
  expect(await clashesOf('calm')).toEqual([])
  expect(await clashesOf('first')).toEqual([])

  last.open()
  await attemptEnds(under, run.id, 'running')
  clock.moveTo(clock.now() + 1_000)
  first.open()
  const { statuses, tasks } = await finished(under, run.id)
  expect(new Set(Object.values(statuses))).toEqual(new Set(['COMPLETED']))
  expect(readFileSync(prompt, 'utf8')).toMatch(/finished: same\.txt[\s\S]*other: same\.txt/)
  expect(tasks.flatMap(({ clashes }) => clashes)).toEqual([])
})
