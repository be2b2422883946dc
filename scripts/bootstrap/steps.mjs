import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint } from './fingerprint.mjs'
import { runQuietly } from './quiet-command.mjs'
import { toolchain } from './toolchain.mjs'

/** @typedef {{ env: NodeJS.ProcessEnv, signal: AbortSignal, say: (detail: string) => void }} StepOptions */
/**
 * @typedef {object} Step
 * @property {string} name the name of the step's stamp
 * @property {string} title
 * @property {() => string} fingerprint the fingerprint of the files on which the step depends
 * @property {() => boolean} isThere whether the result of the step exists
 * @property {(options: StepOptions) => Promise<unknown>} run
 */

/**
 * The steps that must be done before Coppice runs, in order.
 * @param {string} root
 * @returns {{ node: string, steps: Step[] }}
 */
export function preparation(root) {
  const tools = toolchain(root)
  const { node } = tools
  const inRoot = { cwd: root }
  return {
    node,
    steps: [
      {
        name: 'toolchain',
        title: tools.title,
        fingerprint: () => tools.fingerprint,
        isThere: tools.isComplete,
        run: (options) => tools.install(options),
      },
      {
        name: 'packages',
        title: 'packages',
        fingerprint: () => fingerprint(root, ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests(root)]),
        isThere: () => existsSync(join(root, 'node_modules/.pnpm')),
        run: ({ say, ...options }) =>
          runQuietly(node, [tools.pnpm, 'install', '--frozen-lockfile', '--reporter=append-only'], {
            ...inRoot,
            ...options,
            onLine: (line) => {
              const progress = installProgress(line)
              if (progress) say(progress)
            },
          }),
      },
      {
        name: 'generated',
        title: 'generated code',
        fingerprint: () => fingerprint(root, ['prisma/schema.prisma', 'scripts/generate.ts', 'pnpm-lock.yaml']),
        isThere: () => existsSync(join(root, 'prisma/generated')),
        run: (options) => runQuietly(node, [...NODE_FLAGS, 'scripts/generate.ts'], { ...inRoot, ...options }),
      },
      {
        name: 'host',
        title: 'host of agents',
        fingerprint: () => fingerprint(root, HOST_INPUTS),
        isThere: () => existsSync(join(root, '.toolchain/hosts/anthropic-host.json')),
        run: (options) => runQuietly(node, [...NODE_FLAGS, 'scripts/bundle-host.ts'], { ...inRoot, ...options }),
      },
      {
        name: 'console',
        title: 'console',
        fingerprint: () => fingerprint(root, CONSOLE_INPUTS),
        isThere: () => existsSync(join(root, 'apps/web/.next/console/index.html')),
        run: ({ say, ...options }) =>
          runQuietly(node, ['node_modules/next/dist/bin/next', 'build'], {
            cwd: join(root, 'apps/web'),
            ...options,
            onLine: (line) => {
              const doing = line.replace('...', '').trim()
              if (doing) say(doing)
            },
          }),
      },
    ],
  }
}

export const NODE_FLAGS = ['--disable-warning=ExperimentalWarning']
/** Limits the memory that V8 keeps for new objects, from 64 MB to 16 MB (ADR 0035). `bin/coppice` has the same flags. */
export const SERVER_FLAGS = [...NODE_FLAGS, '--max-semi-space-size=8']

/** The inputs of the console's build. The check of import directions makes sure that the console imports nothing else. */
const CONSOLE_INPUTS = [
  'apps/web',
  'packages/engine/src/domain',
  'packages/engine/package.json',
  'packages/run-model',
  'tsconfig.base.json',
  'pnpm-lock.yaml',
]

/** The inputs of the bundle of the host. */
const HOST_INPUTS = [
  'scripts/bundle-host.ts',
  'packages/anthropic-host',
  'packages/host-parts',
  'packages/task-tools',
  'packages/engine/src/agents',
  'packages/engine/src/domain',
  'packages/engine/src/hosts/text',
  'packages/engine/src/money',
  'packages/engine/src/shapes',
  'packages/engine/package.json',
  'pnpm-lock.yaml',
]

/** @param {string} root */
function manifests(root) {
  const groups = ['apps', 'packages'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(group, name)),
  )
  return ['.', ...groups, 'prisma', 'e2e'].map((folder) => join(folder, 'package.json'))
}

/**
 * Returns the progress of pnpm, such as `192 of 391`, from a line of its append-only reporter.
 * @param {string} line
 */
export function installProgress(line) {
  const [, all, added] = /^Progress: resolved (\d+), .*added (\d+)/.exec(line) ?? []
  return all === undefined ? null : `${added} of ${all}`
}
