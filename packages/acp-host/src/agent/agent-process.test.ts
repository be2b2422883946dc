import { expect, it } from 'vitest'
import { partsOf } from '../testing/parts-of.ts'
import { startAgent } from './agent-process.ts'

it('A2: no part of a key is left when the kept end of stderr begins within the key', async () => {
  const key = 'k3y-of-a-person-0123456789'
  const printed = `x-key: ${key}\n${'more '.repeat(397)}\nlost\n`
  const args = ['-e', `process.stderr.write(${JSON.stringify(printed)})`]
  const command = { program: process.execPath, args, env: process.env, cwd: process.cwd() }
  const agent = startAgent(command, { onStderr: () => {}, onText: () => {}, onTooLong: () => {} })
  const { stderr } = await agent.ended
  expect(printed.slice(-2_000), 'the cut is within the key').toContain(key.slice(-8))
  expect(stderr).toMatch(/^more .*\nlost$/)
  expect(partsOf(key).filter((part) => stderr.includes(part))).toEqual([])
})
