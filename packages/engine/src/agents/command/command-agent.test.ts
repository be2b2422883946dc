import { expect, it } from 'vitest'
import { commandAgent } from './command-agent.ts'

const settings = { kind: 'command', run: './do.sh', resolve: './resolve.sh' }

it('runs `run` for the task and `resolve` for its conflicts', () => {
  expect(commandAgent.launch({ kind: 'WORK', settings, model: null })).toEqual({ command: './do.sh' })
  expect(commandAgent.launch({ kind: 'CONFLICT', settings, model: null })).toEqual({ command: './resolve.sh' })
})

it('D4: has no conflict session where the plan has no `resolve`', () => {
  expect(commandAgent.launch({ kind: 'CONFLICT', settings: { ...settings, resolve: null }, model: null })).toBeNull()
})

const AT = Date.parse('2026-11-24T12:00:00Z')
const decode = (stream: 'stdout' | 'stderr', line: string) => commandAgent.decode(stream, line, AT)
const printed = (text: string, stream = 'stdout') => ({ type: 'Printed', stream, text })

it('tells each line as it is', () => {
  expect(decode('stdout', 'built')).toEqual([printed('built')])
  expect(decode('stderr', 'warned')).toEqual([printed('warned', 'stderr')])
})

it('takes `COPPICE: no change needed` only as a whole line of stdout', () => {
  const line = 'COPPICE: no change needed'
  expect(decode('stdout', line)).toEqual([printed(line), { type: 'Claimed', claim: 'no-change-needed' }])
  expect(decode('stderr', line)).toEqual([printed(line, 'stderr')])
  expect(decode('stdout', `it said ${line}`)).toHaveLength(1)
  expect(decode('stdout', `${line} yet`)).toHaveLength(1)
})

it('S5: takes `COPPICE: provider limit` from both streams', () => {
  const line = 'COPPICE: provider limit for 2h'
  const reached = { type: 'LimitReached', until: AT + 7_200_000, reason: 'the command says so' }
  expect(decode('stdout', line)).toEqual([printed(line), reached])
  expect(decode('stderr', line)).toEqual([printed(line, 'stderr'), reached])
})
