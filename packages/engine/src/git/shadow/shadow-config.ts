import { configText } from '../exec/config-text.ts'
import type { ConfigEntry } from '../exec/parse-config-list.ts'

/**
 * The settings that are copied from the user's config to the config of a shadow (`shadow.ts`), the git directory that only Coppice uses. They
 * decide how git converts files to objects and back.
 */
const COPIED: readonly RegExp[] = [
  /^core\.(?:autocrlf|eol|filemode|symlinks|excludesfile|attributesfile|precomposeunicode|protecthfs|protectntfs)$/,
  /^core\.(?:longpaths|bigfilethreshold|compression|loosecompression|sharedrepository|checkroundtripencoding)$/,
  /^extensions\.(?:objectformat|partialclone)$/,
  /^filter\..+\.(?:clean|smudge|process|required)$/,
  /^remote\..+\.(?:url|promisor|partialclonefilter|uploadpack)$/,
  /^lfs\.(?!storage$)/,
  // A partial clone fetches missing objects.
  /^(?:credential|http|url)\./,
  /^core\.(?:sshcommand|askpass|gitproxy)$/,
]

/**
 * Settings that every shadow has. A repository that was copied from another system may have `core.ignorecase=true`. With it, git misses
 * a rename that changes only the case of a name.
 */
const FIXED: readonly (readonly [string, string])[] = [
  ['core.bare', 'false'],
  ['core.ignorecase', 'false'],
  ['core.logallrefupdates', 'false'],
]

/**
 * @param entries the config of the user's repository
 * @param lfsStorage the folder of the objects of git LFS, as an absolute path
 * @returns the text of a shadow's config file
 */
export function shadowConfig(entries: readonly ConfigEntry[], lfsStorage: string): string {
  const copied = entries.filter(({ key }) => COPIED.some((pattern) => pattern.test(key)))
  const hasExtensions = copied.some(({ key }) => key.startsWith('extensions.'))
  const settings = new Map([
    ['core.repositoryformatversion', hasExtensions ? '1' : '0'],
    ['lfs.storage', lfsStorage],
    // The last value counts, as for git.
    ...copied.map(({ key, value }) => [key, value] as const),
    ...FIXED,
  ])
  return configText(settings)
}
