import { writeFileSync } from 'node:fs'
import { type CommandTask, commandPlan } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { type EngineUnderTest, engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

const RESOLVE =
  'while read -r file; do sed -i "/^[<=>]\\{7\\}/d" "$file"; git add "$file"; done < "$COPPICE_CONFLICT_FILES"'
const edit = (key: string): CommandTask => ({
  key,
  epic: 'x',
  run: `sed -i '1a ${key}' a.txt`,
  resolve: RESOLVE,
})
const VERIFY = '! grep -qE "^(<|=|>){7}" a.txt'
const plan = (verify = VERIFY) => commandPlan([edit('one'), edit('two')], { verify, defaults: { maxAttempts: 1 } })
const FILES = { 'a.txt': 'first\nlast\n', 'stays.txt': 'x\n' }

async function sides(verify?: string) {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const { project, repository } = await projectWith(under, plan(verify), FILES)
  const base = repository.git('rev-parse', 'main')
  const resolutions = () => repository.git('for-each-ref', '--format=%(objectname)', 'refs/coppice/resolutions')
  const run = async () => summary(under, (await startParallel(under, project)).id)
  return { under, project, repository, resolutions, run, reset: () => repository.git('reset', '-q', '--hard', base) }
}

async function summary(under: EngineUnderTest, id: string) {
  const { run, tasks } = await finished(under, id)
  const sessions = await under.database.store.sessions(id)
  const two = tasks.find(({ key }) => key === 'two')
  return {
    status: run.status,
    number: run.number,
    bought: sessions.filter(({ kind }) => kind === 'CONFLICT').length,
    reason: two?.statusReason,
    commit: two?.commit ?? '',
  }
}

/** Creates another project of the same repository. */
async function projectBeside(under: EngineUnderTest, repositoryPath: string, planOfIt: object) {
  const project = await under.engine.createProject({ name: 'other', repositoryPath, baseBranch: 'main' })
  await under.engine.importPlan({ projectId: project.id, source: JSON.stringify(planOfIt) })
  return project
}

it('D4, S2: a conflict that an earlier run resolved buys no conflict session, gives the same tree, and the task says so', async () => {
  const { repository, run, reset } = await sides()
  expect(await run()).toMatchObject({ status: 'COMPLETED', bought: 1, reason: null })
  const tree = repository.git('rev-parse', 'main^{tree}')
  reset()
  const again = await run()
  const origin = 'run 1, task two'
  const reason = `its conflict was resolved as in ${origin}`
  expect(again).toMatchObject({ status: 'COMPLETED', number: 2, bought: 0, reason })
  expect(repository.git('rev-parse', 'main^{tree}')).toBe(tree)
  const message = repository.git('log', '-1', '--format=%B', again.commit)
  expect(message).toContain(`Coppice-Verified: true\nCoppice-Resolution: ${origin}`)
  expect(repository.git('log', '-1', '--format=%P', again.commit).split(' ')).toHaveLength(2)
})

it('D4: another project of the repository uses it too, also on another base', async () => {
  const { under, repository, run, reset } = await sides()
  await run()
  reset()
  repository.git('commit', '-q', '--allow-empty', '-m', 'Another base')
  const project = await projectBeside(under, repository.path, plan())
  const { id } = await startParallel(under, project)
  const again = await summary(under, id)
  expect(again).toMatchObject({ status: 'COMPLETED', bought: 0 })
  expect(again.reason).toMatch(/^its conflict was resolved as in run 1, task two of project p-/)
})

it('D3, D4: a resolution with which verify fails is forgotten, a conflict session starts, and its result is remembered', async () => {
  const { under, project, repository, resolutions, run, reset } = await sides()
  await run()
  const before = resolutions()
  reset()
  const verify = `${VERIFY} && { ! grep -q two a.txt || grep -q fixed a.txt; }`
  const tasks = [edit('one'), { ...edit('two'), resolve: `${RESOLVE}; echo fixed >> a.txt; git add a.txt` }]
  const source = JSON.stringify(commandPlan(tasks, { verify, defaults: { maxAttempts: 1 } }))
  await under.engine.importPlan({ projectId: project.id, source })
  expect(await run()).toMatchObject({ status: 'COMPLETED', bought: 1, reason: null })
  expect(repository.git('show', 'main:a.txt')).toContain('fixed')
  expect(resolutions()).not.toBe(before)
  expect(resolutions()).toMatch(/^[0-9a-f]+$/)
  reset()
  expect(await run()).toMatchObject({ status: 'COMPLETED', bought: 0 })
  expect(repository.git('show', 'main:a.txt')).toContain('fixed')
})

it('D4: a resolution by hand is remembered when it is merged and verified', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const tasks = [edit('one'), { ...edit('two'), resolve: undefined }] as CommandTask[]
  const { project, repository } = await projectWith(under, commandPlan(tasks, { verify: VERIFY }), FILES)
  const { git, path } = repository
  const base = git('rev-parse', 'main')
  const first = await finished(under, (await startParallel(under, project)).id)
  expect(first.statuses).toEqual({ one: 'COMPLETED', two: 'CONFLICT' })
  writeFileSync(`${path}/a.txt`, 'first\none\ntwo\nlast\n')
  git('checkout', '-q', '-b', 'by-hand')
  git('commit', '-q', '-am', 'Resolve by hand')
  git('checkout', '-q', 'main')
  const two = first.tasks.find(({ key }) => key === 'two')
  await under.engine.resolveTask({ runTaskId: two?.id ?? '', commit: 'by-hand' })
  const next = await summary(under, (await startParallel(under, project)).id)
  expect(next).toMatchObject({ status: 'COMPLETED', bought: 0, reason: null })
  git('reset', '-q', '--hard', base)
  const other = await projectBeside(under, path, commandPlan(tasks, { verify: VERIFY }))
  const last = await summary(under, (await startParallel(under, other)).id)
  const reason = `its conflict was resolved as in run 2, task two of project ${project.name}`
  expect(last).toMatchObject({ status: 'COMPLETED', bought: 0, reason })
  expect(git('show', 'main:a.txt')).toBe('first\none\ntwo\nlast')
})

it('D3: without verify, nothing is remembered, because nothing could refuse a wrong resolution', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const { project, repository } = await projectWith(under, commandPlan([edit('one'), edit('two')]), FILES)
  expect(await summary(under, (await startParallel(under, project)).id)).toMatchObject({ bought: 1 })
  expect(repository.git('for-each-ref', 'refs/coppice/resolutions')).toBe('')
})

it('D3: while the tree may be red, no resolution is used, forgotten or remembered, because verify says nothing about it', async () => {
  const { under, project, repository, resolutions, run, reset } = await sides()
  await run()
  const before = resolutions()
  reset()
  const red = commandPlan([edit('one'), edit('two')], {
    verify: 'false',
    redBase: 'allow',
    defaults: { maxAttempts: 1 },
  })
  await under.engine.importPlan({ projectId: project.id, source: JSON.stringify(red) })
  const again = await run()
  expect(again).toMatchObject({ bought: 1, reason: 'verify still fails, as before this merge: false' })
  expect(repository.git('log', '-1', '--format=%B', again.commit)).toContain('Coppice-Verified: false')
  expect(resolutions()).toBe(before)
})
