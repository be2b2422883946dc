import { expect, it } from 'vitest'
import { DEFAULT_TASK_SETTINGS } from '../../domain/settings.ts'
import { agents } from '../registry.ts'
import { commandAgent } from './command-agent.ts'

const settings = { ...DEFAULT_TASK_SETTINGS, agent: 'command' as const, run: './do.sh', resolve: './resolve.sh' }

it('runs `run` for the task and `resolve` for its conflicts', () => {
  expect(commandAgent.launch({ kind: 'WORK', settings, model: null })).toEqual({ command: './do.sh' })
  expect(commandAgent.launch({ kind: 'CONFLICT', settings, model: null })).toEqual({ command: './resolve.sh' })
})

it('D4: has no conflict session where the plan has no `resolve`', () => {
  expect(commandAgent.launch({ kind: 'CONFLICT', settings: { ...settings, resolve: null }, model: null })).toBeNull()
})

it('says each line as it is', () => {
  expect(commandAgent.decode('stdout', 'built').entries).toEqual([{ kind: 'STDOUT', text: 'built' }])
  expect(commandAgent.decode('stderr', 'warned').entries).toEqual([{ kind: 'STDERR', text: 'warned' }])
})

it('takes `COPPICE: no change needed` only as a whole line of stdout', () => {
  expect(commandAgent.decode('stdout', 'COPPICE: no change needed').noChange).toBe(true)
  expect(commandAgent.decode('stderr', 'COPPICE: no change needed').noChange).toBeFalsy()
  expect(commandAgent.decode('stdout', 'it said COPPICE: no change needed').noChange).toBe(false)
  expect(commandAgent.decode('stdout', 'COPPICE: no change needed yet').noChange).toBe(false)
})

it('is the only kind of this version: the others are absent, not stubs', () => {
  expect([...agents.keys()]).toEqual(['command'])
})
