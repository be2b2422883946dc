import { WORK_BRANCHES } from '../../domain/naming.ts'
import { byName, type RefsInFiles, refsInFiles } from '../refs/refs-in-files.ts'
import type { RepositoryContext } from '../repository-context.ts'

/** The refs of the user's repository that an agent sees: branches, branches of remotes, and tags. */
export interface VisibleRefs {
  /** The text of a file `packed-refs`. */
  packed: string
  /** Refs that name another ref, such as `refs/remotes/origin/HEAD`. */
  symbolic: ReadonlyMap<string, string>
}

const FOLDERS = ['refs/heads', 'refs/remotes', 'refs/tags']
const FORMAT = '--format=%(objectname)%00%(symref)%00%(refname)'
/**
 * This line tells git that the refs are sorted by name. It does not say `peeled`, so the file need not contain the objects that tags name.
 */
const HEADER = '# pack-refs with: sorted \n'

export async function visibleRefs(repo: RepositoryContext): Promise<VisibleRefs> {
  const { ids, symbolic } = (await refsInFiles(repo.commonDir, FOLDERS)) ?? (await refsByGit(repo))
  const seen = [...ids].filter(([name]) => !name.startsWith(WORK_BRANCHES))
  return {
    packed:
      HEADER +
      seen
        .sort(byName)
        .map(([name, id]) => `${id} ${name}\n`)
        .join(''),
    symbolic: new Map([...symbolic].filter(([, target]) => ids.has(target))),
  }
}

async function refsByGit({ git, plumbing }: RepositoryContext): Promise<RefsInFiles> {
  const listed = await git.text(plumbing, ['for-each-ref', FORMAT, ...FOLDERS.map((folder) => `${folder}/`)])
  const refs = { ids: new Map<string, string>(), symbolic: new Map<string, string>() }
  for (const [id = '', target = '', name = ''] of listed.split('\n').map((line) => line.split('\0'))) {
    if (target !== '') refs.symbolic.set(name, target)
    else if (name !== '') refs.ids.set(name, id)
  }
  return refs
}
