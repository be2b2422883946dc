import { expect, it } from 'vitest'
import { givenAgents, givenTasks, sessionsOf, writes } from '../anthropic/given-agents.ts'
import { finished, startParallel } from '../engine-under-test.ts'
import { followUpsOf, reportsOf } from './reports-of.ts'

const calls = (tool: string, input: Record<string, unknown> = {}) => ({
  text: `I call ${tool}.`,
  calls: [{ tool, input }],
})

it('an agent of the kind anthropic calls each task tool by its name, and the shell of the agent has no token', async () => {
  const agents = await givenAgents({
    a: {
      steps: [
        calls('get_task'),
        calls('list_dependencies'),
        calls('get_expertise'),
        writes('a'),
        calls('log_issue', { title: 'The docs are old', details: 'See README' }),
        calls('log_issue', { title: '' }),
        calls('add_follow_up', { title: 'Update the docs', description: 'All of them', depends_on: ['a'] }),
        calls('bash', { command: 'env | grep -c COPPICE_TASK_ || true' }),
        calls('update_task_status', { status: 'done', note: 'a.txt is there' }),
        { text: 'Done.' },
      ],
    },
  })
  const { project } = await givenTasks(agents, ['a'])
  const { run, statuses } = await finished(agents.under, (await startParallel(agents.under, project)).id)
  expect(statuses).toEqual({ a: 'COMPLETED' })
  expect(await reportsOf(agents.under, run.id)).toEqual([
    'a issue The docs are old: See README',
    'a proposes 1 Update the docs: All of them',
    'a claims done: a.txt is there',
  ])
  expect(await followUpsOf(agents.under, run.id)).toMatchObject([{ epicKey: 'e', dependsOn: ['a'] }])
  const [session] = await sessionsOf(agents, run.id)
  const answers = (session?.facts ?? []).flatMap((fact) => (fact.type === 'ToolAnswered' ? [fact] : []))
  expect(answers.map(({ isError }) => isError)).toEqual([
    ...[false, false, false, false, false, true, false, false, false],
  ])
  expect(JSON.parse(answers[0]?.text ?? '')).toMatchObject({ key: 'a', attempt: 1, epic: { key: 'e' } })
  expect(JSON.parse(answers[1]?.text ?? '')).toEqual({ dependencies: [] })
  expect(answers[2]?.text).toBe('There are no notes for this task.')
  expect(answers[7]?.text.trim()).toBe('0')
})

it('S3: an agent that claims by its tool that no change is needed is not asked again', async () => {
  const agents = await givenAgents({
    a: {
      steps: [
        calls('update_task_status', { status: 'no-change-needed', note: 'It is there.' }),
        { text: 'Nothing to do.' },
      ],
    },
  })
  const { project } = await givenTasks(agents, ['a'], { maxAttempts: 1 })
  const { tasks, run } = await finished(agents.under, (await startParallel(agents.under, project)).id)
  expect(tasks).toMatchObject([{ status: 'COMPLETED', noChange: true }])
  expect(await reportsOf(agents.under, run.id)).toEqual(['a claims no-change-needed: It is there.'])
  expect(agents.simulator.served).toHaveLength(2)
})
