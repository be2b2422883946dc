// Where agents cannot be confined, these files register no test. Vitest refuses a test file without a test.
import './endings.ts'
import './escapes.ts'
import './hosts.ts'
import { commandPlan } from '@coppice/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { engineUnderTest, finished, projectWith, startParallel } from '../engine-under-test.ts'

const plan = (sandbox: string) =>
  commandPlan([{ key: 'a', epic: 'x', run: 'echo a > a.txt' }], { defaults: { sandbox } })

test('on a server that cannot confine agents, `required` is refused before the start, and `on` warns in the run and in its session', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const { project } = await projectWith(under, plan('required'))
  await expect(startParallel(under, project)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    fields: [{ path: 'tasks.a.sandbox', message: expect.stringContaining('requires a sandbox') }],
  })
  expect(await under.database.store.activeRun(project.id)).toBeNull()
  await under.engine.importPlan({ projectId: project.id, source: JSON.stringify(plan('on')) })
  const { id } = await startParallel(under, project)
  const { run, statuses } = await finished(under, id)
  expect(statuses).toEqual({ a: 'COMPLETED' })
  const events = await under.database.store.events(run.id, 0, 200)
  const warnings = events.filter(
    ({ data }) => 'reason' in data && data.reason?.startsWith('WARNING: The agents of this run'),
  )
  expect(warnings).toHaveLength(1)
  const [session] = await under.database.store.sessions(run.id)
  expect(await under.facts(session?.id ?? '')).toContainEqual(
    expect.objectContaining({ type: 'Noticed', text: expect.stringContaining('WITHOUT a sandbox') }),
  )
})
