import { expect, it } from 'vitest'
import type { SandboxState, SandboxUse } from '../domain/sandbox.ts'
import { DEFAULT_TASK_SETTINGS } from '../domain/settings.ts'
import { sandboxProblems } from './sandbox-problems.ts'

const task = (key: string, sandbox: SandboxUse) => ({
  key,
  settings: { ...DEFAULT_TASK_SETTINGS, agent: { kind: 'command' }, sandbox },
})
const on = (state: SandboxState) => ({ sandbox: { state: async () => state, hidden: [], readable: [] } })
const LACKS: SandboxState = { is: 'unusable', why: 'the sandbox needs socat. Install it' }
const NOTHING = { refused: [], canConfine: false, warning: null }

it('a run that requires a sandbox is refused on a server that cannot confine agents, with what to do', async () => {
  const tasks = [task('a', 'on'), task('b', 'required'), task('c', 'required')]
  const { refused, warning } = await sandboxProblems(on(LACKS), tasks)
  expect(refused).toEqual([
    {
      path: 'tasks.b.sandbox',
      message: expect.stringMatching(
        /requires a sandbox.*needs socat\. Install it\. The same is true for one more task$/,
      ),
    },
  ])
  expect(warning).toBeNull()
  expect((await sandboxProblems({}, tasks)).refused).toHaveLength(1)
})

it('a run that only asks for a sandbox starts with one loud warning that says what to do', async () => {
  const { refused, warning } = await sandboxProblems(on(LACKS), [task('a', 'on'), task('b', 'on'), task('c', 'off')])
  expect(refused).toEqual([])
  expect(warning).toMatch(
    /^WARNING: The agents of 2 of 3 tasks of this run work WITHOUT the sandbox.*needs socat\. Install it\. To refuse/,
  )
})

it('with a sandbox, or without a task that asks for one, there is nothing to say', async () => {
  const usable = on({ is: 'usable', bubblewrap: '0.12.0', note: null })
  expect(await sandboxProblems(usable, [task('a', 'required')])).toEqual({ ...NOTHING, canConfine: true })
  expect(await sandboxProblems(on(LACKS), [task('a', 'off')])).toEqual(NOTHING)
})
