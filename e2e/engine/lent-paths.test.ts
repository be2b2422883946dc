import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

it('I5: agents can use copied and linked paths, and these are never committed, even by an agent that commits everything', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const serves = 'grep -q SECRET .env && grep -q OTHER other.env && test -e node_modules/dep.js'
  const commits = 'git add -A && git commit -qm commits'
  const plan = {
    ...commandPlan(
      [
        { key: 'leaves', epic: 'x', run: `${serves} && echo 1 > leaves.txt` },
        { key: 'commits', epic: 'x', run: `${serves} && echo 1 > commits.txt && ${commits}` },
        { key: 'forces', epic: 'x', run: `${serves} && echo 1 > forces.txt && git add -f .env && ${commits}` },
        { key: 'only', epic: 'x', run: `git add -f .env && ${commits}` },
      ],
      { defaults: { maxAttempts: 1 } },
    ),
    copy: ['.env', 'other.env'],
    link: ['node_modules'],
    verify: serves,
  }
  const { project, repository } = await projectWith(under, plan, { '.gitignore': '.env\nnode_modules/\n' })
  writeFileSync(join(repository.path, '.env'), 'SECRET=1\n')
  writeFileSync(join(repository.path, 'other.env'), 'OTHER=1\n')
  mkdirSync(join(repository.path, 'node_modules'))
  writeFileSync(join(repository.path, 'node_modules/dep.js'), 'dep')
  const { run, tasks } = await finished(under, (await startParallel(under, project, 4)).id)
  const byKey = Object.fromEntries(tasks.map(({ key, status, attempts }) => [key, `${status} ${attempts}`]))
  expect(byKey).toMatchObject({ leaves: 'COMPLETED 1', commits: 'COMPLETED 1', forces: 'COMPLETED 1' })
  expect(tasks.find(({ key }) => key === 'only')).toMatchObject({
    status: 'FAILED',
    statusReason: 'the agent ended with exit code 0 but left no commit and no change',
  })
  expect(run.deliveryStatus).toBe('DELIVERED')
  const ever = repository.git('log', '--format=', '--name-only', '-m', run.branch).split('\n')
  expect(ever.filter((path) => /env|node_modules/.test(path))).toEqual([])
  expect(repository.git('ls-files').split('\n')).toEqual(
    expect.arrayContaining(['commits.txt', 'forces.txt', 'leaves.txt']),
  )
  expect(readFileSync(join(repository.path, '.env'), 'utf8')).toBe('SECRET=1\n')
  expect(existsSync(join(repository.path, 'node_modules/dep.js'))).toBe(true)
})

it('I5: a path to copy or link that the checkout does not have is skipped, and the place in the worktree stays free', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const uses = 'test ! -e .env && mkdir node_modules && touch node_modules/dep.js && echo 1 > a.txt'
  const plan = {
    ...commandPlan([{ key: 'a', epic: 'x', run: uses }], { defaults: { maxAttempts: 1 } }),
    copy: ['.env', 'no/folder/here'],
    link: ['node_modules'],
  }
  const { project } = await projectWith(under, plan, { '.gitignore': '.env\nnode_modules/\n' })
  const { tasks } = await finished(under, (await startParallel(under, project, 1)).id)
  expect(tasks).toMatchObject([{ key: 'a', status: 'COMPLETED' }])
})
