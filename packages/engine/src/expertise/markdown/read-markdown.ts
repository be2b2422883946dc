import { ENTRY_KINDS, type EntryKind } from '../../domain/expertise.ts'
import { TASK_DOMAINS, type TaskDomain } from '../../domain/task-domains.ts'
import { entryKey } from '../entry-key.ts'
import { LIMITS } from '../limits.ts'
import { unquotedPath } from './quoted-path.ts'

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

const DOMAIN = /^##\s+(.*\S)\s*$/
const TITLE = /^#\s/
const ITEM = /^ ?[-*+]\s+\*\*([^*:]+):?\*\*:?\s+(.*)$/
/** What comes before a line that continues an entry. `writeMarkdown` writes two spaces. */
const INDENT = /^(?: {1,2}|\t)/
const COMMENT = /^\s*<!--(.*)-->\s*$/

/**
 * Reads the entries of a file as `writeMarkdown` writes it, or as people write Markdown. Lines outside of domains that are no entries are
 * ignored. All mistakes are reported, and a line below a domain that is neither an entry, nor a part of one, nor a comment is a mistake.
 */
export function readMarkdown(source: string): { entries: ReadEntry[]; problems: MarkdownProblem[] } {
  const entries: { entry: ReadEntry; line: number }[] = []
  const problems: MarkdownProblem[] = []
  // Below a heading that is no domain, the heading is the mistake, and not each entry.
  let domain: TaskDomain | 'none' | 'unknown' = 'none'
  // The lines that continue a mistake belong to it.
  let open: ReadEntry | 'mistake' | null = null
  const lines = source.replace(/^\uFEFF/u, '').split(/\r?\n/)
  for (const [index, text] of lines.entries()) {
    const line = index + 1
    const mistake = (message: string) => {
      problems.push({ line, message })
      return 'mistake' as const
    }
    const heading = DOMAIN.exec(text)?.[1]
    const item = ITEM.exec(text)
    if (heading !== undefined || TITLE.test(text)) {
      domain = TASK_DOMAINS.find((name) => name === heading) ?? (heading === undefined ? 'none' : 'unknown')
      open = null
      if (domain === 'unknown') open = mistake(`there is no domain ${heading}. Use ${TASK_DOMAINS.join(', ')}`)
    } else if (item) {
      const kind = ENTRY_KINDS.find((name) => name === item[1]?.toUpperCase())
      if (!kind) open = mistake(`there is no kind ${item[1]}. Use ${ENTRY_KINDS.join(', ').toLowerCase()}`)
      else if (domain === 'none') open = mistake('the entry is in no domain. Put it below "## general"')
      else if (domain !== 'unknown') {
        open = { domain, kind, text: item[2] ?? '', pinned: false, paths: [] }
        entries.push({ entry: open, line })
      }
    } else if (open !== null && (INDENT.test(text) || COMMENT.test(text))) {
      if (open !== 'mistake') readMore(open, text)
    } else if (text.trim() !== '' && !COMMENT.test(text) && domain !== 'none' && domain !== 'unknown') {
      open = mistake(NO_ENTRY)
    }
  }
  for (const { entry, line } of entries) {
    entry.text = entry.text.trimEnd()
    const message = problemOf(entry.text)
    if (message !== null) problems.push({ line, message })
  }
  return {
    entries: entries.map(({ entry }) => entry),
    problems: problems.toSorted((one, other) => one.line - other.line),
  }
}

const NO_ENTRY =
  'this is no entry. Begin one with "- **convention** …", or indent the line by two spaces if it continues the entry above'

/** Returns what is wrong with the text of an entry. @returns null when nothing is */
export function problemOf(text: string): string | null {
  if (entryKey(text) === '') return 'the text is empty. Write what agents should know'
  if (text.length <= LIMITS.textCharacters) return null
  return `the text has ${text.length} characters, and at most ${LIMITS.textCharacters} are allowed`
}

function readMore(entry: ReadEntry, text: string): void {
  const comment = COMMENT.exec(text)?.[1]
  if (comment === undefined) {
    entry.text += `\n${text.replace(INDENT, '')}`
    return
  }
  for (const note of comment.split(';').map((one) => one.trim())) {
    if (note === 'pinned') entry.pinned = true
    if (note.startsWith('files: ')) entry.paths = note.slice('files: '.length).split(', ').map(unquotedPath)
  }
}
