export interface ListedWorktree {
  path: string
  /** Full name; null where HEAD is detached. */
  branch: string | null
  bare: boolean
}

/** Output of `worktree list --porcelain -z`: attributes ended by NUL, worktrees by one more. */
export function parseWorktreeList(stdout: string): ListedWorktree[] {
  const blocks = stdout.split('\0\0').filter((block) => block !== '')
  return blocks.map((block) => {
    const lines = block.split('\0')
    const attribute = (name: string) =>
      lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? null
    return { path: attribute('worktree') ?? '', branch: attribute('branch'), bare: lines.includes('bare') }
  })
}
