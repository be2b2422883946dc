import type { ExpertiseEntry } from '../../domain/expertise.ts'
import { TASK_DOMAINS } from '../../domain/task-domains.ts'
import { quotedPath } from './quoted-path.ts'

/** Writes entries as Markdown, domain by domain, in their order. `readMarkdown` reads it. */
export function writeMarkdown(projectName: string, entries: readonly ExpertiseEntry[]): string {
  const byDomain = Map.groupBy(entries, ({ domain }) => domain)
  const sections = TASK_DOMAINS.flatMap((domain) => {
    const own = byDomain.get(domain) ?? []
    return own.length === 0 ? [] : [`## ${domain}\n\n${own.map(itemOf).join('\n')}`]
  })
  return `${[`# Expertise of ${projectName}`, ...sections].join('\n\n')}\n`
}

function itemOf({ kind, text, pinned, paths, evidence }: ExpertiseEntry): string {
  const [newest] = evidence
  const notes = [
    pinned ? 'pinned' : null,
    paths.length > 0 ? `files: ${paths.map(quotedPath).join(', ')}` : null,
    newest === undefined ? null : `from: session ${newest.session}, task ${newest.taskKey}`,
  ].filter((note) => note !== null)
  const comment = notes.length > 0 ? `\n  <!-- ${notes.join('; ').replaceAll('-->', '-- >')} -->` : ''
  return `- **${kind.toLowerCase()}** ${text.replaceAll('\n', '\n  ')}${comment}`
}
