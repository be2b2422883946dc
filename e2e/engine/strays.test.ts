import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

it('C1, S1: processes that an agent left running have ended before the next agent starts in the slot', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const seen = join(under.home, 'seen')
  const leaves = [
    `setsid sh -c "trap '' TERM; sleep 300; sleep 300" > /dev/null 2>&1 &`,
    '(setsid sh -c "sleep 300 & sleep 300 &" > /dev/null 2>&1 &)',
    'nohup sleep 300 > /dev/null 2>&1 &',
    'echo a > a.txt',
  ]
  const looks = `grep -lzx COPPICE_TASK=leaves-strays /proc/[0-9]*/environ > ${seen} 2> /dev/null; echo b > b.txt`
  const plan = commandPlan([
    { key: 'leaves-strays', epic: 'x', run: leaves.join('\n') },
    { key: 'looks', epic: 'x', run: looks },
  ])
  const { project } = await projectWith(under, plan)
  const { statuses } = await finished(under, (await startParallel(under, project, 1)).id)
  expect(statuses).toEqual({ 'leaves-strays': 'COMPLETED', looks: 'COMPLETED' })
  expect(readFileSync(seen, 'utf8')).toBe('')
})
