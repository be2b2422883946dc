import { resolve } from 'node:path'
import { configText } from '../exec/config-text.ts'
import type { ConfigEntry } from '../exec/parse-config-list.ts'

/**
 * These settings are copied from every config file, not only from the repository's own. The user's config may set them by an `includeIf`
 * with the path of the checkout, which does not apply in a slot.
 */
const IDENTITY = /^(?:user|author|committer)\./

/**
 * Settings that are copied from the repository's own config. Git reads those of the user and the system by itself. Credentials
 * (`credential.*`, `http.extraheader`) and hooks are not copied.
 */
const COPIED: readonly RegExp[] = [
  /^core\.(?:autocrlf|eol|safecrlf|filemode|symlinks|excludesfile|attributesfile|precomposeunicode|whitespace|abbrev)$/,
  /^core\.(?:protecthfs|protectntfs|longpaths|bigfilethreshold|compression|loosecompression|quotepath|commentchar)$/,
  /^core\.checkroundtripencoding$/,
  /^extensions\.(?:objectformat|partialclone)$/,
  /^(?:filter|merge|diff|remote|url)\./,
  /^lfs\.(?!storage$)/,
  /^branch\.(?!coppice\/)/,
  /^submodule\.(?:.+\.)?(?:url|active|branch|update|recurse|fetchjobs)$/,
  /^(?:commit|tag|gpg|pull|push|fetch|rebase|log|format|i18n|alias|status|init)\./,
  /^http\.(?:.+\.)?(?:proxy|sslverify|sslcainfo|sslcapath)$/,
]

/**
 * Settings that every slot has. `core.ignorecase=true`, copied with a repository from another system, makes git miss a rename that changes only
 * the case of a name. Without `gc.auto=0`, git could leave a process that repacks the slot.
 */
const FIXED: readonly (readonly [string, string])[] = [
  ['core.bare', 'false'],
  ['core.ignorecase', 'false'],
  ['core.logallrefupdates', 'true'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
]

/**
 * @param entries the config of the user's repository
 * @param path the user's checkout, or the repository when it is bare
 * @param lfsStorage the folder of the objects of git LFS, as an absolute path
 * @returns the text of the config file of a slot's git directory
 */
export function slotConfig(entries: readonly ConfigEntry[], path: string, lfsStorage: string): string {
  const identity = entries.filter(({ key }) => IDENTITY.test(key))
  const own = entries.filter(({ scope }) => scope === 'local' || scope === 'worktree')
  const copied = own.filter(({ key }) => COPIED.some((pattern) => pattern.test(key)))
  const hasExtensions = copied.some(({ key }) => key.startsWith('extensions.'))
  return configText([
    ['core.repositoryformatversion', hasExtensions ? '1' : '0'],
    ['lfs.storage', lfsStorage],
    ...identity.map(({ key, value }) => [key, value] as const),
    ...copied.map(({ key, value }) => [key, withWholePath(key, value, path)] as const),
    ...FIXED,
  ])
}

const URL = /^(?:remote|submodule)\..+\.(?:url|pushurl)$/

/** Git resolves a relative URL from the folder of the checkout, and a slot is elsewhere. */
function withWholePath(key: string, value: string, path: string): string {
  return URL.test(key) && /^\.{1,2}\//.test(value) ? resolve(path, value) : value
}
