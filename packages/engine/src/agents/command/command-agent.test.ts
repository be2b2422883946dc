import { expect, it } from 'vitest'
import { commandAgent } from './command-agent.ts'

const settings = {
  kind: 'command',
  run: './do.sh',
  resolve: './resolve.sh',
  output: 'text',
  billing: 'tokens',
} as const
const limits = { timeoutMs: 60_000, stallMs: 60_000, startedAt: 0 }

it('runs `run` for the task and `resolve` for its conflicts', () => {
  expect(commandAgent.start({ kind: 'WORK', settings, model: null, resume: null, limits })).toEqual({
    command: './do.sh',
  })
  expect(commandAgent.start({ kind: 'CONFLICT', settings, model: null, resume: null, limits })).toEqual({
    command: './resolve.sh',
  })
})

it('D4: has no conflict session if the plan has no `resolve`', () => {
  expect(
    commandAgent.start({
      kind: 'CONFLICT',
      settings: { ...settings, resolve: null },
      model: null,
      resume: null,
      limits,
    }),
  ).toBeNull()
})

const AT = Date.parse('2026-11-24T12:00:00Z')
const factsOf = (stream: 'stdout' | 'stderr', line: string) => commandAgent.facts(stream, line, AT)
const printed = (text: string, stream = 'stdout') => ({ type: 'Printed', stream, text })

it('returns each line of output as a fact', () => {
  expect(factsOf('stdout', 'built')).toEqual([printed('built')])
  expect(factsOf('stderr', 'warned')).toEqual([printed('warned', 'stderr')])
})

it('recognizes `COPPICE: no change needed` only as a whole line of stdout', () => {
  const line = 'COPPICE: no change needed'
  expect(factsOf('stdout', line)).toEqual([printed(line), { type: 'Claimed', claim: 'no-change-needed' }])
  expect(factsOf('stderr', line)).toEqual([printed(line, 'stderr')])
  expect(factsOf('stdout', `it said ${line}`)).toHaveLength(1)
  expect(factsOf('stdout', `${line} yet`)).toHaveLength(1)
})

it('S5: recognizes `COPPICE: provider limit` on both streams', () => {
  const line = 'COPPICE: provider limit for 2h'
  const reached = { type: 'LimitReached', until: AT + 7_200_000, reason: 'the command reported a limit' }
  expect(factsOf('stdout', line)).toEqual([printed(line), reached])
  expect(factsOf('stderr', line)).toEqual([printed(line, 'stderr'), reached])
})
