import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { callTranslator, hashOfToken } from './task-facts.ts'

const CALL = { type: 'issue', title: 'The build is slow', text: '' }
const line = (token: string) => JSON.stringify({ token, call: CALL })

function given() {
  const folder = mkdtempSync(join(tmpdir(), 'coppice-task-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'task.json')
  const write = () => writeFileSync(file, JSON.stringify({ tokenHash: hashOfToken('secret') }))
  return { file, write, factsOf: callTranslator(file) }
}

it('a call counts with the token of the attempt only', () => {
  const { write, factsOf } = given()
  write()
  expect(factsOf(line('secret'), 0)).toMatchObject([{ type: 'IssueLogged', title: CALL.title }])
  expect(factsOf(line('another'), 0)).toEqual([])
})

it('an agent that removes or spoils its task file loses its calls and stops nothing else', () => {
  const { file, write, factsOf } = given()
  expect(factsOf(line('secret'), 0)).toEqual([])
  writeFileSync(file, '{')
  expect(factsOf(line('secret'), 0)).toEqual([])
  write()
  expect(factsOf(line('secret'), 0)).toHaveLength(1)
})
