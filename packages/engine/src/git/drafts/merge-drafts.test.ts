import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { scratchRepository } from '../fixtures/scratch-repository.ts'

const HERE = hostname().replaceAll(/[^\w.]/g, '_')
const DEAD = `coppice-objects-${HERE}-4194304-dead`
const ELSEWHERE = 'coppice-objects-another_host-4194304-alive'

test('R4: the first merge removes the objects of servers of this host that died, and the end of a run its own', async () => {
  for (const name of [DEAD, ELSEWHERE]) mkdirSync(join(tmpdir(), name, 'info'), { recursive: true })
  onTestFinished(() => rmSync(join(tmpdir(), ELSEWHERE), { recursive: true }))
  const scratch = scratchRepository()
  const base = scratch.commit({ 'a.txt': 'a\n' })
  const repository = await scratch.open()
  await repository.commitTree(await repository.tree(base), [base], 'Draft\n')
  const own = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`coppice-objects-${HERE}-${process.pid}-`))
  expect(own()).toHaveLength(1)
  expect(readdirSync(tmpdir())).toContain(ELSEWHERE)
  expect(readdirSync(tmpdir())).not.toContain(DEAD)
  await repository.forgetDrafts()
  expect(own()).toEqual([])
})
