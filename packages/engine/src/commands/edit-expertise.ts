import type { ExpertiseEntry } from '../domain/expertise.ts'
import { InvalidInput } from '../domain/refusals.ts'
import { entryKey } from '../expertise/entry-key.ts'
import { problemOf } from '../expertise/markdown/read-markdown.ts'
import type { CommandDeps } from './command-deps.ts'
import { expertiseEntryOf } from './expertise-entry-of.ts'

export interface EditExpertise {
  entryId: string
  /** When absent or null, the text stays. */
  text?: string | null
  /** A pinned entry is never removed by Coppice. When absent or null, the pin stays. */
  pinned?: boolean | null
}

/**
 * Changes an entry of a project's expertise. A new text is what a person wrote, and nothing has made it doubtful yet. A text that is sent
 * unchanged is no edit.
 */
export async function editExpertise(
  { store, clock }: CommandDeps,
  { entryId, text, pinned }: EditExpertise,
): Promise<ExpertiseEntry> {
  const wrong = typeof text === 'string' ? problemOf(text) : null
  if (wrong !== null) throw new InvalidInput([{ path: 'text', message: wrong }])
  return store.transaction(async (tx) => {
    const entry = await expertiseEntryOf(tx, entryId)
    const newText = text?.trim() ?? entry.text
    const edited: ExpertiseEntry = {
      ...entry,
      ...(newText === entry.text ? {} : { text: newText, origin: 'PERSON', doubts: 0 }),
      pinned: pinned ?? entry.pinned,
      updatedAt: clock.now(),
    }
    const others = await tx.expertiseAround(entry.projectId, { domain: entry.domain, ids: [], paths: [] })
    const same = others.find((other) => other.id !== entry.id && other.deletedAt === null && saysSame(other, edited))
    if (same)
      throw new InvalidInput([{ path: 'text', message: `another entry of the domain says the same: ${same.text}` }])
    await tx.putExpertise([edited])
    return edited
  })
}

const saysSame = (one: ExpertiseEntry, other: ExpertiseEntry): boolean => entryKey(one.text) === entryKey(other.text)
