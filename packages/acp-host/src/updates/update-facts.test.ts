import type { PrintFact } from '@coppice/host-parts'
import { expect, it } from 'vitest'
import { UpdateFacts } from './update-facts.ts'

it.each([
  [{ metadata: { exit: 1 }, output: 'x' }, true],
  [{ exit_code: 2 }, true],
  [{ exitCode: 127 }, true],
  [{ metadata: { exit: 0 }, output: 'x' }, false],
  [{ metadata: null, exit_code: null }, false],
  ['exit 1', false],
  [undefined, false],
])('a completed call with the raw output %j has failed: %j', (rawOutput, isError) => {
  const printed: unknown[] = []
  const print: PrintFact = Object.assign((fact: unknown) => void printed.push(fact), {
    writing: () => {},
    alive: () => {},
  })
  const facts = new UpdateFacts(print)
  facts.add({ sessionUpdate: 'tool_call', toolCallId: '1', title: 'npm test', kind: 'execute' })
  facts.add({ sessionUpdate: 'tool_call_update', toolCallId: '1', status: 'completed', rawOutput })
  expect(printed).toContainEqual(expect.objectContaining({ type: 'ToolAnswered', callId: '1', isError }))
})
