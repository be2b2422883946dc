import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CommandFailed, runQuietly } from './quiet-command.mjs'
import { Refusal } from './refusal.mjs'
import { reaches } from './versions.mjs'

/** From this version on, Node runs TypeScript directly. */
const NODE_FLOOR = '24'

/**
 * Returns where Node and pnpm are, or will be after `install`.
 *
 * The npm package `node` itself is not installed. Its install script only installs the package for this platform, and npm 12 refuses
 * install scripts. So the package for this platform is installed directly. The bin of pnpm needs an install script too, so pnpm is run by
 * its entry file.
 * @param {string} root
 */
export function toolchain(root) {
  const folder = join(root, '.toolchain')
  const pinned = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).toolchain
  const nodePackage = platformPackage(process.platform, process.arch)
  const pnpm = join(folder, 'node_modules/pnpm/bin/pnpm.mjs')
  const ownNode = join(folder, 'node_modules', nodePackage, 'bin/node')
  // A downloaded Node is used from then on, even if the Node that runs this file is new enough. Otherwise a command that runs on the
  // downloaded Node would find that no Node must be downloaded, and would replace the toolchain while it is in use.
  const presentWillDo = reaches(process.versions.node, NODE_FLOOR) && !existsSync(ownNode)
  const node = presentWillDo ? process.execPath : ownNode

  return {
    node,
    pnpm,
    /** The inputs of the toolchain. When they change, the toolchain is installed again. */
    fingerprint: JSON.stringify([presentWillDo ? null : nodePackage, pinned]),
    isComplete: () => existsSync(node) && existsSync(pnpm),
    title: presentWillDo
      ? `pnpm ${pinned.pnpm}`
      : `Node ${pinned.node} and pnpm ${pinned.pnpm} (this machine has Node ${process.versions.node})`,
    /** @param {{ env: NodeJS.ProcessEnv, signal: AbortSignal }} options */
    async install(options) {
      mkdirSync(folder, { recursive: true })
      // This folder gets its own package.json, so that npm does not install into the workspace.
      writeFileSync(join(folder, 'package.json'), '{ "name": "coppice-toolchain", "private": true }\n')
      const wanted = (/** @type {string} */ version) => [
        `pnpm@${pinned.pnpm}`,
        ...(presentWillDo ? [] : [`${nodePackage}@${version}`]),
      ]
      try {
        await npmInstall(folder, wanted(pinned.node), options)
      } catch (error) {
        if (!isMissingVersion(error)) throw error
        // The registry does not have every version for every platform.
        await npmInstall(folder, wanted(NODE_FLOOR), options)
      }
      requireRunning(node)
    },
  }
}

/**
 * @param {string} platform
 * @param {string} arch
 */
export const platformPackage = (platform, arch) =>
  `${platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node'}-${platform}-${arch}`

/**
 * @param {string} folder
 * @param {readonly string[]} packages
 * @param {{ env: NodeJS.ProcessEnv, signal: AbortSignal }} options
 */
function npmInstall(folder, packages, { env, signal }) {
  const [npm, ...before] = npmCommand(env)
  return runQuietly(npm, [...before, 'install', '--prefix', folder, ...INSTALL_OPTIONS, ...packages], {
    cwd: folder,
    env,
    signal,
  })
}

const INSTALL_OPTIONS = [
  '--ignore-scripts',
  '--no-save',
  '--no-package-lock',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--loglevel=error',
  // These limits are shorter than npm's defaults. With the defaults, npm reports a missing network only after 90 s.
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
]

/**
 * Returns the command of the npm that started this process, or else of the npm on the PATH.
 * @param {NodeJS.ProcessEnv} env
 * @returns {[string, ...string[]]}
 */
const npmCommand = ({ npm_execpath: path }) =>
  path?.endsWith('npm-cli.js') && existsSync(path) ? [process.execPath, path] : ['npm']

/** @param {unknown} error */
const isMissingVersion = (error) => error instanceof CommandFailed && /E404|ETARGET/.test(error.output)

/** @param {string} node */
function requireRunning(node) {
  const { status, error } = spawnSync(node, ['--version'])
  if (status === 0) return
  const why = error ? ` (${error.message})` : ''
  throw new Refusal(
    `This machine has Node ${process.versions.node}, so Coppice downloaded a newer Node from the npm registry. The downloaded Node does not run on this machine${why}. Install Node ${NODE_FLOOR} or newer yourself, then start again.`,
  )
}
