import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { commandPlan, otherDisk, tempRepository, testWhere } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectOn, startParallel } from './engine-under-test.ts'

const disk = otherDisk()

testWhere(
  it,
  disk !== null,
  'this machine has one disk for temporary files',
)('D5: a repository may be on another disk than the data folder and the temporary folder', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const folder = mkdtempSync(join(disk ?? '', 'coppice-repository-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const commit = 'git -c user.name=Bo -c user.email=bo@example.org commit -q'
  const nested = `git init -q inner && cd inner && echo i > i.txt && git add i.txt && ${commit} -m inner`
  const plan = commandPlan([
    { key: 'writes', epic: 'x', run: 'echo w > w.txt' },
    { key: 'commits', epic: 'x', run: `echo c > c.txt && git add c.txt && ${commit} -m one && echo d > c.txt` },
    { key: 'nests', epic: 'x', run: `(${nested}) && echo n > n.txt` },
    { key: 'joins', epic: 'x', dependsOn: ['writes', 'commits'], run: 'cat w.txt c.txt > joined.txt' },
  ])
  const { project, repository } = await projectOn(under, plan, tempRepository({ 'a.txt': 'a\n' }, folder))
  const { id } = await startParallel(under, project, 3)
  const { run, statuses } = await finished(under, id)
  expect(run.status).toBe('COMPLETED')
  expect(statuses).toEqual({ writes: 'COMPLETED', commits: 'COMPLETED', nests: 'COMPLETED', joins: 'COMPLETED' })
  expect(repository.git('show', 'main:joined.txt')).toBe('w\nd')
  expect(repository.git('ls-tree', '-r', '--name-only', 'main')).toContain('inner/i.txt')
  expect(repository.git('log', '--format=%s', '--all')).toContain('inner')
  expect(repository.git('status', '--porcelain')).toBe('')
})
