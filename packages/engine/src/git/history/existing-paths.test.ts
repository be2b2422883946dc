import { expect, it } from 'vitest'
import { scratchRepository } from '../fixtures/scratch-repository.ts'

it('returns the paths of files that exist in a commit, and treats no path as a pattern', async () => {
  const scratch = scratchRepository()
  const before = scratch.commit({ 'AGENTS.md': 'a\n' })
  const after = scratch.commit({ '.github/copilot-instructions.md': 'b\n', 'docs/AGENTS.md': 'c\n', '-odd': 'd\n' })
  const repository = await scratch.open()
  const asked = ['AGENTS.md', 'CLAUDE.md', '.github/copilot-instructions.md', '-odd', '*.md', 'docs']
  expect(await repository.existingPaths(before, asked)).toEqual(['AGENTS.md'])
  expect(await repository.existingPaths(after, asked)).toEqual(['-odd', '.github/copilot-instructions.md', 'AGENTS.md'])
  expect(await repository.existingPaths(after, [])).toEqual([])
})
