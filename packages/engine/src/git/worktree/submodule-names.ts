import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'

/**
 * @returns the names of the submodules by their paths. A name with `..` is left out, because its path could lead out of the folder of the
 * submodules' git directories.
 */
export async function submoduleNames(git: GitExec, place: GitPlace, commit: string): Promise<Map<string, string>> {
  const args = ['config', '--blob', `${commit}:.gitmodules`, '-z', '--get-regexp', '^submodule\\..*\\.path$']
  const { stdout } = await git.run(place, args)
  const names = new Map<string, string>()
  for (const entry of stdout.toString('utf8').split('\0').filter(Boolean)) {
    const [key = '', path = ''] = entry.split('\n')
    const name = key.slice('submodule.'.length, -'.path'.length)
    if (!name.split('/').includes('..')) names.set(path, name)
  }
  return names
}
