import { ENTRY_KINDS, type EntryKind } from '../../domain/expertise.ts'
import { TASK_DOMAINS, type TaskDomain } from '../../domain/task-domains.ts'
import { entryKey } from '../entry-key.ts'
import { LIMITS } from '../limits.ts'

/** An entry of a Markdown file. */
export interface ReadEntry {
  domain: TaskDomain
  kind: EntryKind
  text: string
  pinned: boolean
  paths: readonly string[]
}

/** A mistake in a file. `line` counts from 1. */
export interface MarkdownProblem {
  line: number
  message: string
}

const DOMAIN = /^##\s+(\S+)\s*$/
const ITEM = /^-\s+\*\*(\w+)\*\*\s+(.*)$/
const COMMENT = /^\s*<!--(.*)-->\s*$/

/** Reads the entries of a file as `writeMarkdown` writes it. Lines outside of domains and entries are ignored. All mistakes are reported. */
export function readMarkdown(source: string): { entries: ReadEntry[]; problems: MarkdownProblem[] } {
  const entries: { entry: ReadEntry; line: number }[] = []
  const problems: MarkdownProblem[] = []
  let domain: TaskDomain | null = null
  let open: ReadEntry | null = null
  for (const [index, text] of source.split(/\r?\n/).entries()) {
    const line = index + 1
    const heading = DOMAIN.exec(text)
    const item = ITEM.exec(text)
    if (heading) {
      domain = TASK_DOMAINS.find((name) => name === heading[1]) ?? null
      open = null
      if (domain === null)
        problems.push({ line, message: `there is no domain ${heading[1]}. Use ${TASK_DOMAINS.join(', ')}` })
    } else if (item) {
      const kind = ENTRY_KINDS.find((name) => name === item[1]?.toUpperCase())
      open = kind && domain ? { domain, kind, text: item[2] ?? '', pinned: false, paths: [] } : null
      if (!kind)
        problems.push({ line, message: `there is no kind ${item[1]}. Use ${ENTRY_KINDS.join(', ').toLowerCase()}` })
      else if (open) entries.push({ entry: open, line })
      else if (problems.length === 0)
        problems.push({ line, message: 'the entry is in no domain. Put it below "## general"' })
    } else if (open && text.startsWith('  ')) readMore(open, text)
    else if (text.trim() !== '') open = null
  }
  for (const { entry, line } of entries) {
    const message = problemOf(entry.text)
    if (message !== null) problems.push({ line, message })
  }
  return { entries: entries.map(({ entry }) => entry), problems }
}

/** Returns what is wrong with the text of an entry. @returns null when nothing is */
export function problemOf(text: string): string | null {
  if (entryKey(text) === '') return 'the text is empty. Write what agents should know'
  if (text.length <= LIMITS.textCharacters) return null
  return `the text has ${text.length} characters, and at most ${LIMITS.textCharacters} are allowed`
}

function readMore(entry: ReadEntry, text: string): void {
  const comment = COMMENT.exec(text)?.[1]
  if (comment === undefined) {
    entry.text += `\n${text.slice(2)}`
    return
  }
  for (const note of comment.split(';').map((one) => one.trim())) {
    if (note === 'pinned') entry.pinned = true
    if (note.startsWith('files: ')) entry.paths = note.slice('files: '.length).split(', ')
  }
}
