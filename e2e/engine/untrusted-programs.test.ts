import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandPlan, USERS_GIT_DIR } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { type EngineUnderTest, engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

async function untrustedIn(under: EngineUnderTest, runId: string) {
  const events = await under.database.store.events(runId, 0, 1_000)
  return events.flatMap((event) => (event.type === 'UntrustedProgramFound' ? [event.data] : []))
}

it('I2: a filter that an agent added in one run is not run in the next run, and each run reports it until a person accepts it', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const mark = join(under.home, 'ran')
  const trap = join(under.home, 'trap')
  writeFileSync(trap, `#!/bin/sh\necho ran >> '${mark}'\ncat\n`, { mode: 0o755 })
  const plant = `git --git-dir=${USERS_GIT_DIR} config filter.evil.clean '${trap}' && echo '* filter=evil' > .gitattributes && git add -A && git commit -qm plants`
  const next = (key: string) => ({ key, epic: 'x', run: `echo ${key} > ${key}.txt` })
  const { project, repository } = await projectWith(under, commandPlan([{ key: 'plants', epic: 'x', run: plant }]))
  const place = join(repository.path, '.git/config')
  const evil = { key: 'filter.evil.clean', place, reason: expect.stringContaining('coppice trust') }

  const first = await startParallel(under, project)
  await finished(under, first.id)
  expect(await untrustedIn(under, first.id)).toEqual([{ ...evil, taskKey: 'plants', attempt: 1 }])
  const folder = join(under.home, 'quarantine', project.id, 'run-1')
  const [patch = ''] = readdirSync(folder)
  expect(readFileSync(join(folder, patch), 'utf8')).toContain(`${place}: filter.evil.clean = ${JSON.stringify(trap)}`)

  const again = await under.restart()
  const runWith = async (key: string) => {
    await again.engine.importPlan({ projectId: project.id, source: JSON.stringify(commandPlan([next(key)])) })
    const { run } = await finished(again, (await startParallel(again, project)).id)
    expect(run.status).toBe('COMPLETED')
    return untrustedIn(again, run.id)
  }
  expect(await runWith('second')).toEqual([{ ...evil, taskKey: null, attempt: null }])
  expect(existsSync(mark)).toBe(false)

  await again.engine.trustPrograms({ projectId: project.id })
  expect(await runWith('third')).toEqual([])
  expect(existsSync(mark)).toBe(true)
})

it('I2: a project of an older version trusts the programs that its repository names at its first run', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const { project, repository } = await projectWith(
    under,
    commandPlan([{ key: 'a', epic: 'x', run: 'echo a > a.txt' }]),
  )
  repository.git('config', 'filter.own.clean', 'cat')
  const { store } = under.database
  await store.transaction((tx) => tx.updateProject(project.id, { trustedPrograms: null }))
  const run = await startParallel(under, project)
  await finished(under, run.id)
  expect(await untrustedIn(under, run.id)).toEqual([])
  expect((await store.project(project.id))?.trustedPrograms).toMatchObject({ 'filter.own.clean': 'cat' })
})

it('I2: a new project trusts only the programs that an earlier project of the repository trusts, also with a linked worktree', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const { repository } = await projectWith(under, commandPlan([{ key: 'a', epic: 'x', run: 'true' }]))
  const linked = join(under.home, 'linked')
  repository.git('worktree', 'add', '-q', linked)
  repository.git('config', 'filter.evil.clean', 'cat')
  for (const [name, repositoryPath] of [
    ['again', repository.path],
    ['linked', linked],
  ] as const) {
    const project = await under.engine.createProject({ name, repositoryPath })
    expect(project.trustedPrograms).not.toHaveProperty(['filter.evil.clean'])
  }
})
