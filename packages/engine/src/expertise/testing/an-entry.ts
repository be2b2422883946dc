import type { ExpertiseEntry } from '../../domain/expertise.ts'
import { entryKey } from '../entry-key.ts'

export function anEntry(fields: Partial<ExpertiseEntry> = {}): ExpertiseEntry {
  const text = fields.text ?? 'an entry'
  return {
    ...{ id: 'id', projectId: 'p', domain: 'testing', kind: 'COMMAND', text, firstKey: entryKey(text), paths: [] },
    ...{ evidence: [], origin: 'LEARNED', pinned: false, found: 1, uses: 0, doubts: 0 },
    ...{ deletedAt: null, createdAt: 0, updatedAt: 0 },
    ...fields,
  }
}
