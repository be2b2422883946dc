export interface TreeChange {
  status: 'A' | 'D' | 'M' | 'T'
  path: string
}

/** Parses the output of `diff-tree -r -z --name-status --no-renames`. */
export function parseNameStatus(stdout: string): TreeChange[] {
  const parts = stdout.split('\0')
  const changes: TreeChange[] = []
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [status, path] = [parts[at], parts[at + 1]]
    if (path !== undefined && isStatus(status)) changes.push({ status, path })
  }
  return changes
}

const isStatus = (text: string | undefined): text is TreeChange['status'] => /^[ADMT]$/.test(text ?? '')
