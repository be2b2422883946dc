import { WORK_BRANCHES } from '../../domain/naming.ts'
import type { RepositoryContext } from '../repository-context.ts'

/** The refs of the user's repository that an agent sees: branches, branches of remotes, and tags. */
export interface VisibleRefs {
  /** The text of a file `packed-refs`. */
  packed: string
  /** Refs that name another ref, such as `refs/remotes/origin/HEAD`. */
  symbolic: ReadonlyMap<string, string>
}

const FORMAT = '--format=%(objectname)%00%(symref)%00%(refname)'
/**
 * This line tells git that the refs are sorted by name. It does not say `peeled`, so the file need not contain the objects that tags name.
 */
const HEADER = '# pack-refs with: sorted \n'

export async function visibleRefs({ git, plumbing }: RepositoryContext): Promise<VisibleRefs> {
  const listed = await git.text(plumbing, ['for-each-ref', FORMAT, 'refs/heads/', 'refs/remotes/', 'refs/tags/'])
  const symbolic = new Map<string, string>()
  const lines: string[] = []
  for (const [id = '', target = '', name = ''] of listed.split('\n').map((line) => line.split('\0'))) {
    if (name === '' || name.startsWith(WORK_BRANCHES)) continue
    if (target === '') lines.push(`${id} ${name}\n`)
    else symbolic.set(name, target)
  }
  return { packed: HEADER + lines.join(''), symbolic }
}
