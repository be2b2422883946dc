import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Gate, tempFolder, until } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith, startParallel } from '../engine-under-test.ts'
import { followUpsOf, reportsOf } from './reports-of.ts'

const COMMIT = 'echo x > x.txt; git add -A; git commit -qm x'

/** Creates an engine and a project whose only task is done by these lines of shell. */
async function given(...lines: string[]) {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const tasks = [
    { key: 'base', description: 'The base', run: 'echo b > b.txt; git add -A; git commit -qm b' },
    { key: 'a', description: 'Add x', action: 'Write x.txt.', run: lines.join('\n'), dependsOn: ['base'] },
  ]
  const { project } = await projectWith(under, { defaults: { agent: 'command' }, epics: [{ key: 'e', tasks }] })
  return { under, project }
}

it('an agent that is a command reads its task, logs an issue, proposes a follow-up and makes a claim by coppice task', async () => {
  const out = tempFolder()
  const { under, project } = await given(
    'set -e',
    COMMIT,
    `coppice task show > ${out}/task.json`,
    `coppice task dependencies > ${out}/dependencies.json`,
    'coppice task issue "The docs are old" --details "See README"',
    'coppice task follow-up "Update the docs" --description "All of them" --depends-on a base',
    'coppice task status done --note "x.txt is there"',
  )
  const { run, statuses } = await finished(under, (await startParallel(under, project)).id)
  expect(statuses).toEqual({ base: 'COMPLETED', a: 'COMPLETED' })
  expect(await reportsOf(under, run.id)).toEqual([
    'a issue The docs are old: See README',
    'a proposes 1 Update the docs: All of them',
    'a claims done: x.txt is there',
  ])
  expect(await followUpsOf(under, run.id)).toMatchObject([
    { epicKey: 'e', dependsOn: ['a', 'base'], status: 'PROPOSED', number: 1 },
  ])
  const { default: task } = await import(join(out, 'task.json'), { with: { type: 'json' } })
  expect(task).toMatchObject({ key: 'a', epic: { key: 'e' }, action: 'Write x.txt.', attempt: 1 })
  const { default: needs } = await import(join(out, 'dependencies.json'), { with: { type: 'json' } })
  expect(needs).toMatchObject({ dependencies: [{ key: 'base', kind: 'hard', status: 'COMPLETED' }] })
})

it('an issue is on the record while the agent still works', async () => {
  const gate = new Gate()
  onTestFinished(() => gate.close())
  const { under, project } = await given(COMMIT, 'coppice task issue Early', gate.wait)
  const { id } = await startParallel(under, project)
  await until('the issue', async () => ((await reportsOf(under, id)).length > 0 ? true : null))
  gate.open()
  expect((await finished(under, id)).run.status).toBe('COMPLETED')
  expect(await reportsOf(under, id)).toEqual(['a issue Early: null'])
})

it('S3: a claim moves no status: an agent that says incomplete and leaves work is merged, and one that says done without work fails', async () => {
  const incomplete = await given(COMMIT, 'coppice task status incomplete --note "half"')
  const first = await finished(incomplete.under, (await startParallel(incomplete.under, incomplete.project)).id)
  expect(first.statuses.a).toBe('COMPLETED')
  const sessions = await incomplete.under.database.store.sessions(first.run.id)
  expect(sessions.at(-1)?.claim).toEqual({ claim: 'incomplete', text: 'half' })
  const { under, project } = await given('coppice task status done')
  const second = await finished(under, (await startParallel(under, project)).id)
  expect(second.tasks.at(-1)).toMatchObject({ status: 'FAILED', statusReason: expect.stringContaining('no commit') })
})

it('the same words count once, also in another attempt, and more than 50 calls of an attempt are refused', async () => {
  const file = join(tempFolder(), 'count')
  writeFileSync(file, '')
  const { under, project } = await given(
    `echo x >> ${file}`,
    'coppice task issue Same; coppice task issue Same; coppice task follow-up Same',
    `[ $(wc -l < ${file}) = 2 ] || exit 1`,
    // The tools themselves are slow to start, so the file of calls is filled directly.
    'calls=$(dirname "$COPPICE_TASK_FILE")/calls.jsonl',
    'for n in $(seq 47); do printf \'{"token":"%s","call":{"type":"issue","title":"n%s","text":""}}\\n\' "$COPPICE_TASK_TOKEN" $n >> $calls; done',
    'coppice task issue "One too many" 2> refusal.txt; git add -A; git commit -qm x',
  )
  const { run, statuses } = await finished(under, (await startParallel(under, project)).id)
  expect(statuses.a).toBe('COMPLETED')
  const reports = await reportsOf(under, run.id)
  expect(reports.slice(0, 2)).toEqual(['a issue Same: null', 'a proposes 1 Same: null'])
  expect(reports).toHaveLength(49)
  expect(reports.at(-1)).toBe('a issue n47: null')
})

it('A2, I1: a secret in an issue is redacted, and a call with another token or without an attempt records nothing', async () => {
  const secret = `cop_${'a'.repeat(43)}`
  const { under, project } = await given(
    COMMIT,
    `coppice task issue "The key is ${secret}"`,
    'COPPICE_TASK_TOKEN=cop_wrong coppice task issue Wrong; echo "exit $?"',
    'env -u COPPICE_TASK_FILE coppice task issue Nowhere; echo "exit $?"',
    'calls=$(dirname "$COPPICE_TASK_FILE")/calls.jsonl',
    'echo \'{"token":"cop_wrong","call":{"type":"issue","title":"By hand","text":""}}\' >> $calls',
    'echo \'{"token": torn\' >> $calls; coppice task issue Last',
  )
  const { run } = await finished(under, (await startParallel(under, project)).id)
  expect(await reportsOf(under, run.id)).toEqual(['a issue The key is [redacted]: null', 'a issue Last: null'])
  const session = (await under.database.store.sessions(run.id)).at(-1)
  const facts = await under.facts(session?.id ?? '')
  // The order of lines of stdout and stderr is not known.
  const printed = facts.flatMap((fact) => (fact.type === 'Printed' ? [fact.text] : []))
  expect(printed.filter((text) => text === 'exit 1')).toHaveLength(2)
  expect(printed).toContainEqual(expect.stringMatching(/token .* is not that of this attempt/))
  expect(printed).toContainEqual(expect.stringContaining('only within an attempt'))
  expect(JSON.stringify(facts)).not.toContain(secret)
})
