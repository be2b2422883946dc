import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs'
import { basename, delimiter, dirname, isAbsolute, join, relative } from 'node:path'

/** What an agent with a private home folder needs of the home folder of the user. */
export interface PrivateHome {
  /** The folders of the user's home that the agent may read. */
  readable: readonly string[]
  /** The variables that change. Null removes a variable. */
  env: Readonly<Record<string, string | null>>
}

/** Toolchains that programs find by a variable, or else in the home folder. */
const TOOLCHAINS: readonly (readonly [variable: string, folder: string])[] = [
  ['RUSTUP_HOME', '.rustup'],
  ['PYENV_ROOT', '.pyenv'],
  ['NVM_DIR', '.nvm'],
  ['VOLTA_HOME', '.volta'],
  ['BUN_INSTALL', '.bun'],
  ['SDKMAN_DIR', '.sdkman'],
  ['ASDF_DATA_DIR', '.asdf'],
  ['MISE_DATA_DIR', '.local/share/mise'],
]
/** Variables with the paths of toolchains that have no usual place in the home folder, and of certificates. */
const OTHERS = [
  ...['ANDROID_HOME', 'DOTNET_ROOT', 'GOROOT', 'JAVA_HOME', 'PLAYWRIGHT_BROWSERS_PATH'],
  ...['CURL_CA_BUNDLE', 'GIT_SSL_CAINFO', 'NODE_EXTRA_CA_CERTS', 'REQUESTS_CA_BUNDLE', 'SSL_CERT_DIR', 'SSL_CERT_FILE'],
]

/** Folders that programs write. The agent has its own below its home. */
const WRITTEN = [
  ...['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR'],
  ...['CARGO_HOME', 'COREPACK_HOME', 'DENO_DIR', 'GOCACHE', 'GOMODCACHE', 'GOPATH', 'GRADLE_USER_HOME'],
  ...['NPM_CONFIG_CACHE', 'NPM_CONFIG_STORE_DIR', 'npm_config_cache', 'npm_config_store_dir', 'PIP_CACHE_DIR'],
  ...['PNPM_HOME', 'UV_CACHE_DIR'],
]

/** Further toolchains, relative to the home. The whole folder is readable if its programs are in PATH. */
const WHOLE = /^(?:\.fnm|\.ghcup|\.goenv|\.local\/share\/fnm|\.nodenv|\.rbenv|flutter|sdk\/go\d[^/]*)(?=\/|$)/
/** What programs in a folder `bin` need of its parent folder. The rest of the parent may have credentials, as in ~/.fly and ~/.docker. */
const BESIDE_BIN = ['include', 'lib', 'lib64', 'libexec', 'pyvenv.cfg', 'share']
/** Folders that many programs share. What is beside their `bin` may have secrets, such as the keyrings in ~/.local/share. */
const SHARED_PARENTS = ['.', '.local', '.config']

/**
 * Returns what changes for an agent whose home folder is `home` instead of that of the user. Only toolchains of the user stay readable: the
 * folders of PATH, and the folders where version managers have their programs. Everything else in the home of the user may have secrets.
 *
 * @param env the variables that the agent would have without a private home
 */
export function privateHome(home: string, env: Readonly<Record<string, string>>): PrivateHome {
  const users = env.HOME
  const changed: Record<string, string | null> = { HOME: home }
  for (const name of WRITTEN) if (env[name] !== undefined) changed[name] = null
  if (users === undefined || !isAbsolute(users)) return { readable: [], env: changed }
  const readable = [...(env.PATH ?? '').split(delimiter).flatMap((folder) => programsIn(users, folder))]
  for (const [variable, folder] of TOOLCHAINS) {
    const path = env[variable] ?? join(users, folder)
    if (!existsSync(path)) continue
    readable.push(path)
    changed[variable] = path
  }
  for (const variable of OTHERS)
    readable.push(...(env[variable] ?? '').split(delimiter).filter((path) => isAbsolute(path)))
  // A variable such as GOROOT may name the home itself.
  return { readable: readable.filter((path) => !isWithin(users, path)), env: changed }
}

/** Returns a folder of PATH in the user's home, and what its programs need of its parent folder. */
function programsIn(users: string, folder: string): string[] {
  if (!isAbsolute(folder) || !isWithin(folder, users)) return []
  const within = relative(users, folder)
  const [whole] = WHOLE.exec(within) ?? []
  if (whole !== undefined) return [join(users, whole)]
  const parent = dirname(within)
  if (basename(within) !== 'bin' || SHARED_PARENTS.includes(parent)) return [folder]
  return [folder, ...BESIDE_BIN.map((name) => join(users, parent, name)).filter((path) => existsSync(path))]
}

/**
 * Returns the files to which links in PATH lead, for the programs that a shell command names: `~/.local/bin/claude` is a link into a folder that is
 * hidden. It looks at each word of the command, because a command may start several programs.
 *
 * @param env the variables of the agent
 */
export function linkedPrograms(command: string, { PATH: path = '' }: Readonly<Record<string, string>>): string[] {
  const folders = path.split(delimiter).filter((folder) => isAbsolute(folder))
  const words = new Set(command.match(/[\w./+-]+/g))
  const files = [...words].flatMap((word) => {
    const name = basename(word)
    return folders.filter((folder) => word === name || join(folder, name) === word).map((folder) => join(folder, name))
  })
  return files.flatMap((file) => targetOf(file) ?? [])
}

/** @returns the file to which a link leads, or null when it is no link to a file */
function targetOf(path: string): string | null {
  try {
    if (!lstatSync(path).isSymbolicLink()) return null
    const target = realpathSync(path)
    return statSync(target).isFile() ? target : null
  } catch {
    return null
  }
}

const isWithin = (path: string, folder: string): boolean => !relative(folder, path).startsWith('..')
