import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith, startParallel } from './engine-under-test.ts'

const task = (key: string, dependsOn: string[] = []) => ({
  key,
  description: `Add ${key}`,
  dependsOn,
  run: `echo ${key} > ${key}.txt; git add .; git commit -qm "Write ${key}.txt"`,
})

it('Q1: the stored prompt has what the dependencies delivered, the instructions of the repository, and the template of the project', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const plan = {
    prompt: { work: '# {{title}}\n\n{{action}}\n\n{{dependencies}}\n\n{{guidelines}}' },
    defaults: { agent: 'command' },
    epics: [{ key: 'core', tasks: [task('charset'), task('slugify', ['charset'])] }],
  }
  const { project } = await projectWith(under, plan, { 'AGENTS.md': 'Use tabs.\n' })
  const run = await startParallel(under, project)
  expect((await finished(under, run.id)).statuses).toEqual({ charset: 'COMPLETED', slugify: 'COMPLETED' })
  const [first = '', second = ''] = (await under.database.store.sessions(run.id)).map(({ prompt }) => prompt)
  expect(first).not.toContain('What the Dependencies Delivered')
  expect(second).toContain(
    '- charset: Add charset\n  - Files: charset.txt\n  - Commits: "Write charset.txt"\n\n## Guidelines',
  )
  for (const prompt of [first, second]) {
    expect(prompt).toMatch(/^# Task: Add/)
    expect(prompt).toContain('This worktree has instructions for you: `AGENTS.md`')
    expect(prompt).not.toMatch(/Use tabs|## Verification/)
  }
})
