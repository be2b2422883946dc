export interface IndexEntry {
  path: string
  mode: string
  /** The object id. */
  id: string
  /** The stage: 0, or 1 to 3 when the entry is unmerged. */
  stage: number
  /** The flag that makes git ignore changes of the file. It is null when neither flag is set. */
  hidden: 'assume-unchanged' | 'skip-worktree' | null
}

const ENTRY = /^(\S) (\d{6}) ([0-9a-f]+) ([0-3])\t([\s\S]+)$/

/** Parses the output of `git ls-files -v --stage -z`: `tag SP mode SP id SP stage TAB path NUL`. */
export function parseIndex(stdout: string): IndexEntry[] {
  const entries: IndexEntry[] = []
  for (const record of stdout.split('\0')) {
    const [, tag = '', mode = '', id = '', stage = '0', path = ''] = ENTRY.exec(record) ?? []
    if (path !== '') entries.push({ path, mode, id, stage: Number(stage), hidden: hiddenBy(tag) })
  }
  return entries
}

function hiddenBy(tag: string): IndexEntry['hidden'] {
  if (tag !== tag.toUpperCase()) return 'assume-unchanged'
  return tag === 'S' ? 'skip-worktree' : null
}
