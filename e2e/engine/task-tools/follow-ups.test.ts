import { Gate } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { agentStarted, engineUnderTest, finished, projectWith, startParallel } from '../engine-under-test.ts'
import { followUpsOf } from './reports-of.ts'

const commits = (name: string) => `echo x > ${name}.txt; git add -A; git commit -qm ${name}`

/** Creates a project with two epics, of which `late` waits for `early`. The agent of the task `a` proposes the follow-ups. */
async function given(...followUps: string[]) {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  // An accepted follow-up gets the agent of `a`, so it runs the same lines.
  const a = { key: 'a', description: 'Add a', run: [commits('$COPPICE_TASK'), ...followUps].join('\n') }
  const plan = (tasks: readonly object[]) => ({
    defaults: { agent: 'command' },
    epics: [
      { key: 'early', tasks },
      { key: 'late', dependsOn: ['early'], tasks: [{ key: 'z', description: 'Add z', run: commits('z') }] },
    ],
  })
  const { project, repository } = await projectWith(under, plan([a]))
  const { run } = await finished(under, (await startParallel(under, project)).id)
  const proposals = await followUpsOf(under, run.id)
  const plannedTasks = async () => (await under.database.store.plan(project.id)).tasks
  const keys = async () => (await plannedTasks()).map(({ key }) => key).toSorted()
  const importing = (tasks: readonly object[]) =>
    under.engine.importPlan({ projectId: project.id, source: JSON.stringify(plan(tasks)) })
  return { under, project, repository, proposals, keys, plannedTasks, importing, a }
}

const proposes = (title: string, ...options: string[]) => `coppice task follow-up "${title}" ${options.join(' ')}`

it('P6: an accepted follow-up is a task of a new version of the plan, which the next run carries out, and a later import keeps it', async () => {
  const { under, project, proposals, keys, plannedTasks, importing, a } = await given(
    proposes('Write the docs!', '--description "All of them"', '--depends-on a'),
    proposes('Not this'),
  )
  const [docs, other] = proposals
  const versionBefore = (await under.database.store.project(project.id))?.planVersion ?? 0
  const accepted = await under.engine.acceptFollowUp({ followUpId: docs?.id ?? '', author: 'ada' })
  expect(accepted).toMatchObject({ taskKey: 'write-the-docs', project: { planVersion: versionBefore + 1 } })
  await under.engine.rejectFollowUp({ followUpId: other?.id ?? '' })
  expect(await under.database.store.followUp(docs?.id ?? '')).toMatchObject({
    ...{ status: 'ACCEPTED', taskKey: 'write-the-docs', decidedBy: 'ada' },
  })
  const task = (await plannedTasks()).find(({ key }) => key === 'write-the-docs')
  expect(task).toMatchObject({
    ...{ description: 'Write the docs!', action: 'All of them', followUp: true },
    settings: { agent: { kind: 'command' }, files: [] },
  })
  for (const followUpId of [docs?.id ?? '', other?.id ?? ''])
    await expect(under.engine.acceptFollowUp({ followUpId })).rejects.toThrow('already decided')

  const { changes } = await importing([
    a,
    { key: 'b', description: 'b', run: commits('b'), dependsOn: ['write-the-docs'] },
  ])
  expect(changes).toMatchObject({ keptFollowUps: ['write-the-docs'], tasks: { added: ['b'], archived: [] } })
  expect(await keys()).toEqual(['a', 'b', 'write-the-docs', 'z'])
  const { tasks } = await finished(under, (await startParallel(under, project)).id)
  expect(tasks.map(({ key, status }) => `${key} ${status}`)).toContain('write-the-docs COMPLETED')

  // In the file, the task is like any other: the next file that lacks it archives it.
  const inFile = { key: 'write-the-docs', description: 'Docs', run: commits('docs') }
  expect((await importing([a, inFile])).changes.keptFollowUps).toEqual([])
  expect((await importing([a])).changes).toMatchObject({ keptFollowUps: [], tasks: { archived: ['write-the-docs'] } })
})

it('P1: what is accepted is checked: unknown keys, cycles, active runs; a proposal can be accepted with other dependencies', async () => {
  const { under, project, proposals } = await given(
    proposes('Unknown', '--depends-on nothing'),
    proposes('Cycle', '--depends-on z'),
    proposes('Elsewhere', '--epic nowhere'),
  )
  const accept = (index: number, more: object = {}) =>
    under.engine.acceptFollowUp({ followUpId: proposals[index]?.id ?? '', ...more })
  await expect(accept(0)).rejects.toThrow('no task of the plan has the key nothing')
  await expect(accept(1)).rejects.toMatchObject({ code: 'CIRCULAR_DEPENDENCY', cycles: [['z', 'cycle']] })
  await expect(accept(2)).rejects.toThrow('no epic nowhere')
  expect(await accept(0, { dependsOn: [] })).toMatchObject({ taskKey: 'unknown' })
  expect(await accept(2, { epicKey: 'late', dependsOn: ['z'] })).toMatchObject({ taskKey: 'elsewhere' })

  const gate = new Gate()
  onTestFinished(() => gate.close())
  await under.engine.importPlan({
    projectId: project.id,
    source: JSON.stringify({
      defaults: { agent: 'command' },
      epics: [
        { key: 'early', tasks: [{ key: 'waits', description: 'w', run: `${gate.wait}; ${commits('w')}` }] },
        { key: 'late', tasks: [{ key: 'z', description: 'Add z', run: commits('z') }] },
      ],
    }),
  })
  const active = await startParallel(under, project)
  await agentStarted(under, active.id, 'waits')
  await expect(accept(1)).rejects.toMatchObject({ code: 'RUN_ACTIVE' })
  await under.engine.rejectFollowUp({ followUpId: proposals[1]?.id ?? '' })
  gate.open()
  await finished(under, active.id)
})

it('P6: an import that removes what an accepted follow-up still needs is refused and says what to do', async () => {
  const { under, proposals, importing, a, keys } = await given(proposes('Next', '--depends-on later'))
  const later = { key: 'later', description: 'Later', run: commits('later') }
  await importing([a, later])
  await under.engine.acceptFollowUp({ followUpId: proposals[0]?.id ?? '' })
  await expect(importing([a])).rejects.toMatchObject({
    code: 'INVALID_PLAN',
    message: expect.stringMatching(/"next".*needs "later".*Keep "later".*drop "next"/),
  })
  expect(await keys()).toEqual(['a', 'later', 'next', 'z'])
})
