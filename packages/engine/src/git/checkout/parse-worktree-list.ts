export interface ListedWorktree {
  path: string
  /** The full ref name. It is null when HEAD is detached. */
  branch: string | null
  bare: boolean
}

/** Parses the output of `worktree list --porcelain -z`: NUL ends an attribute, and one more NUL ends a worktree. */
export function parseWorktreeList(stdout: string): ListedWorktree[] {
  const blocks = stdout.split('\0\0').filter((block) => block !== '')
  return blocks.map((block) => {
    const lines = block.split('\0')
    const attribute = (name: string) =>
      lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? null
    return { path: attribute('worktree') ?? '', branch: attribute('branch'), bare: lines.includes('bare') }
  })
}
