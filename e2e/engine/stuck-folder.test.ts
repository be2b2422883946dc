import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { commandPlan, tempFolder, testWhere } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

const canMount = () => process.getuid?.() === 0 && spawnSync('mount', ['--help']).status === 0

testWhere(
  it,
  canMount(),
  'only root can mount a file system',
)('I5: a folder that nobody can delete costs its slot nothing, and the run says once which folder stays', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const plan = commandPlan([
    { key: 'a', epic: 'x', run: `mkdir cache && mount --bind '${tempFolder()}' cache && echo a > a.txt` },
    { key: 'b', epic: 'x', dependsOn: ['a'], run: 'echo b > b.txt' },
    { key: 'c', epic: 'x', dependsOn: ['b'], run: 'echo c > c.txt' },
  ])
  const { project } = await projectWith(under, plan)
  const left = join(under.home, 'worktrees', project.id, 'run-1', 'slot-0.left-1')
  for (const slot of [join(left, '../slot-0'), left])
    onTestFinished(() => void spawnSync('umount', ['--lazy', join(slot, 'tree', 'cache')]))
  const { id } = await startParallel(under, project, 1)
  const { statuses, tasks } = await finished(under, id)
  expect(statuses).toEqual({ a: 'COMPLETED', b: 'COMPLETED', c: 'COMPLETED' })
  expect(tasks.map(({ attempts }) => attempts)).toEqual([1, 1, 1])
  const reasons = (await under.database.store.events(id, 0, 10_000)).flatMap(({ type, data }) =>
    type === 'RunStatusChanged' && data.reason?.includes('sudo rm -rf') ? [data.reason] : [],
  )
  expect(reasons).toEqual([expect.stringContaining(`sudo rm -rf '${left}'`)])
})
