import { expect, it } from 'vitest'
import { destroyedByReset } from './destroyed-by-reset.ts'

const sample = (...numbers: number[]) => ({
  repositoryPath: '/data/sample/textkit',
  baseBranch: 'main',
  runs: { totalCount: numbers.length, edges: numbers.map((number) => ({ node: { number } })) },
})

it('names the runs, the branches, the refs and the repository that a reset destroys', () => {
  const text = destroyedByReset(sample(3, 2, 1)).join('\n')
  for (const named of ['3 runs, up to run 3', 'coppice/run-1 to coppice/run-3', 'coppice/work/', 'refs/coppice/'])
    expect(text).toContain(named)
  expect(text).toContain('/data/sample/textkit')
})

it('uses the singular for one run, and does not mention runs when the project has none', () => {
  expect(destroyedByReset(sample(1))[0]).toBe('Run 1: its sessions, transcripts, events and costs.')
  expect(destroyedByReset(sample())).toHaveLength(1)
})
