import { describe, expect, it } from 'vitest'
import type { ExpertiseEntry } from '../domain/expertise.ts'
import { anEntry } from '../expertise/testing/an-entry.ts'
import type { CommandDeps } from './command-deps.ts'
import { type EditExpertise, editExpertise } from './edit-expertise.ts'

const doubted = anEntry({ id: 'a', text: 'old words', doubts: 9 })

async function edited(fields: Omit<EditExpertise, 'entryId'>): Promise<ExpertiseEntry[]> {
  const stored: ExpertiseEntry[] = []
  const tx = {
    expertiseEntry: async () => doubted,
    expertiseAround: async () => [doubted],
    putExpertise: async (entries: readonly ExpertiseEntry[]) => void stored.push(...entries),
  }
  const store = { transaction: (work: (it: typeof tx) => Promise<ExpertiseEntry>) => work(tx) }
  const deps = { store, clock: { now: () => 7 } } as unknown as CommandDeps
  expect([await editExpertise(deps, { entryId: 'a', ...fields })]).toEqual(stored)
  return stored
}

describe('E2: editing an entry', () => {
  it('makes the text that of a person, and nobody has doubted it', async () => {
    expect(await edited({ text: ' new words ' })).toEqual([
      { ...doubted, text: 'new words', origin: 'PERSON', doubts: 0, updatedAt: 7 },
    ])
  })

  it('is no edit of the text when the text stays', async () => {
    expect(await edited({ text: 'old words', pinned: true })).toEqual([{ ...doubted, pinned: true, updatedAt: 7 }])
    expect(await edited({ pinned: true })).toEqual([{ ...doubted, pinned: true, updatedAt: 7 }])
  })
})
