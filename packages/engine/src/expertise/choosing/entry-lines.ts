import type { ExpertiseEntry } from '../../domain/expertise.ts'
import { shortCommit } from '../../domain/naming.ts'

/** Returns an entry as an item of a list, with where it comes from. */
export function entryLines({ text, evidence, origin }: ExpertiseEntry): string {
  const [newest] = evidence
  const source =
    newest === undefined || origin === 'PERSON'
      ? 'written by a person'
      : `session ${newest.session}, task ${newest.taskKey}${newest.commit === null ? '' : `, commit ${shortCommit(newest.commit)}`}`
  return `- ${text.replaceAll('\n', '\n  ')} (${source})`
}
