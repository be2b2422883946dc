import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { inRoot } from './gate/root.ts'

const CONFIG = inRoot('.dependency-cruiser.cjs')
const RULES: string[] = createRequire(import.meta.url)(CONFIG).forbidden.map((rule: { name: string }) => rule.name)

/** For each rule about imports, files that violate the rule. */
const VIOLATIONS: Record<string, [file: string, imports: string]> = {
  'engine-domain': ['packages/engine/src/domain/a.ts', '../ports/target.ts'],
  'engine-ports': ['packages/engine/src/ports/a.ts', '../git/target.ts'],
  'engine-workers': ['packages/engine/src/workers/a.ts', '../git/target.ts'],
  'engine-shapes': ['packages/engine/src/shapes/a.ts', '../ports/target.ts'],
  'engine-expertise': ['packages/engine/src/expertise/a.ts', '../ports/target.ts'],
  'engine-choosing': ['packages/engine/src/choosing/a.ts', '../ports/target.ts'],
  'engine-money': ['packages/engine/src/money/a.ts', '../ports/target.ts'],
  'engine-plan': ['packages/engine/src/plan/a.ts', '../scheduler/target.ts'],
  'engine-scheduler': ['packages/engine/src/scheduler/a.ts', '../lifecycle/target.ts'],
  'engine-lifecycle': ['packages/engine/src/lifecycle/a.ts', '../git/target.ts'],
  'engine-git': ['packages/engine/src/git/a.ts', '../merge/target.ts'],
  'engine-agents': ['packages/engine/src/agents/a.ts', '../hosts/target.ts'],
  'engine-dispatch': ['packages/engine/src/dispatch/a.ts', '../hosts/target.ts'],
  'engine-attempts': ['packages/engine/src/attempts/a.ts', '../coordinator/target.ts'],
  'engine-hosts': ['packages/engine/src/hosts/a.ts', '../agents/target.ts'],
  'engine-worktrees': ['packages/engine/src/worktrees/a.ts', '../git/target.ts'],
  'engine-merge': ['packages/engine/src/merge/a.ts', '../coordinator/target.ts'],
  'engine-simulation': ['packages/engine/src/simulation/a.ts', '../merge/target.ts'],
  'engine-parsing': ['packages/engine/src/parsing/a.ts', '../merge/target.ts'],
  'engine-session-kinds': ['packages/engine/src/session-kinds/a.ts', '../coordinator/target.ts'],
  'engine-coordinator': ['packages/engine/src/coordinator/a.ts', '../commands/target.ts'],
  'engine-reads': ['packages/engine/src/reads/a.ts', '../commands/target.ts'],
  'engine-commands': ['packages/engine/src/commands/a.ts', '../target.ts'],
  'engine-stands-alone': ['packages/engine/src/git/b.ts', 'node:http'],
  'owner-knows-no-attempt': ['packages/engine/src/coordinator/b.ts', '../ports/hosts.ts'],
  'attempts-know-no-record': ['packages/engine/src/attempts/b.ts', '../ports/store.ts'],
  'scheduler-is-pure': ['packages/engine/src/scheduler/b.ts', '../ports/target.ts'],
  'simulation-is-pure': ['packages/engine/src/simulation/b.ts', '../ports/target.ts'],
  'expertise-is-pure': ['packages/engine/src/expertise/b.ts', 'node:fs'],
  'choosing-is-pure': ['packages/engine/src/choosing/b.ts', 'node:fs'],
  'agents-are-pure': ['packages/engine/src/agents/b.ts', 'node:fs'],
  'domain-is-pure': ['packages/engine/src/domain/b.ts', 'node:fs'],
  'engine-by-its-door': ['apps/api/src/b.ts', '../../../packages/engine/src/git/target.ts'],
  'run-model-stands-alone': ['packages/run-model/src/a.ts', 'node:fs'],
  'run-model-by-its-door': ['apps/cli/src/e.ts', '../../../packages/run-model/src/fold/target.ts'],
  'anthropic-host-is-a-process-of-its-own': ['packages/anthropic-host/src/a.ts', '../../engine/src/index.ts'],
  'acp-host-is-a-process-of-its-own': ['packages/acp-host/src/a.ts', '../../engine/src/index.ts'],
  'sandbox-host-is-a-process-of-its-own': ['packages/sandbox-host/src/a.ts', '../../engine/src/index.ts'],
  'host-parts-below-hosts': ['packages/host-parts/src/a.ts', '../../persistence/src/target.ts'],
  'host-parts-by-its-door': ['packages/anthropic-host/src/b.ts', '../../host-parts/src/target.ts'],
  'task-tools-work-without-a-server': ['packages/task-tools/src/a.ts', '../../engine/src/index.ts'],
  'messages-simulator-stands-alone': ['packages/messages-simulator/src/a.ts', '../../engine/src/index.ts'],
  'console-project-list': ['apps/web/src/project-list/a.ts', '../project/target.ts'],
  'console-project': ['apps/web/src/project/a.ts', '../run/target.ts'],
  'console-run': ['apps/web/src/run/a.ts', '../task/target.ts'],
  'console-task': ['apps/web/src/task/a.ts', '../run/target.ts'],
  'console-expertise': ['apps/web/src/expertise/a.ts', '../run/target.ts'],
  'console-sign-in': ['apps/web/src/sign-in/a.ts', '../run/target.ts'],
  'console-shared-below-pages': ['apps/web/src/ui/a.ts', '../run/target.ts'],
  'console-run-view-is-pure': ['apps/web/src/run/view/a.ts', '../../ui/target.ts'],
  'console-without-engine': ['apps/web/src/c.ts', '../../../packages/engine/src/index.ts'],
  'console-takes-only-types': ['apps/web/src/b.ts', '../../../packages/persistence/src/target.ts'],
  'packages-below-apps': ['packages/persistence/src/b.ts', '../../../apps/api/src/target.ts'],
  'api-below-cli': ['apps/api/src/c.ts', '../../cli/src/target.ts'],
  'test-code-stays-in-tests': ['apps/cli/src/b.ts', './some.test.ts'],
  'no-cycles': ['apps/cli/src/cycle-a.ts', './cycle-b.ts'],
  resolvable: ['apps/cli/src/d.ts', './nowhere.ts'],
}

const INNOCENT: Record<string, string> = {
  'packages/engine/src/merge/e.ts': "import '../git/target.ts'\nimport '../domain/target.ts'\n",
  'apps/web/src/e.ts': "import type { T } from '../../../packages/persistence/src/target.ts'\nexport type y = T\n",
  'apps/web/src/f.ts': "import '../../../packages/run-model/src/index.ts'\n",
  'apps/web/src/task/e.ts': "import '../run/view/target.ts'\nimport '../ui/target.ts'\n",
  'packages/engine/src/plan/e.ts': "import '../agents/target.ts'\n",
  'packages/engine/src/domain/e.test.ts': "import '../commands/target.ts'\n",
}

test('every rule about import directions finds its violation, and allowed imports pass', () => {
  const tree = makeTree({
    ...targets(),
    ...INNOCENT,
    'packages/engine/src/index.ts': 'export const x = 1\n',
    'packages/run-model/src/index.ts': 'export const x = 1\n',
    'packages/engine/src/ports/hosts.ts': 'export type T = 1\n',
    'packages/engine/src/ports/store.ts': 'export type T = 1\n',
    'apps/cli/src/some.test.ts': 'export {}\n',
    'apps/cli/src/cycle-b.ts': "import './cycle-a.ts'\n",
    ...Object.fromEntries(Object.values(VIOLATIONS).map(([file, imports]) => [file, `import '${imports}'\n`])),
  })

  const violations = cruise(tree)

  expect(Object.keys(VIOLATIONS).toSorted()).toEqual(RULES.toSorted())
  for (const [rule, [file]] of Object.entries(VIOLATIONS)) expect(violations).toContain(`${rule}: ${file}`)
  for (const file of Object.keys(INNOCENT)) expect(violations.filter((line) => line.endsWith(`: ${file}`))).toEqual([])
})

test('the rules also apply to imports of types', () => {
  const tree = makeTree({
    ...targets(),
    'packages/engine/src/domain/a.ts': "export type A = import('../commands/target.ts').T\n",
    'packages/engine/src/domain/b.ts': "import type { T } from '../commands/target.ts'\nexport type B = T\n",
  })

  expect(cruise(tree)).toEqual(
    expect.arrayContaining([
      'engine-domain: packages/engine/src/domain/a.ts',
      'engine-domain: packages/engine/src/domain/b.ts',
    ]),
  )
})

/** Returns a file for each import of a violation, so that the import can be resolved. */
function targets(): Record<string, string> {
  const folders = ['domain', 'ports', 'scheduler', 'lifecycle', 'git', 'merge', 'agents', 'hosts']
  const engine = [...folders, 'coordinator', 'commands', '.'].map((folder) => join('packages/engine/src', folder))
  const pages = ['project', 'run', 'run/view', 'task', 'ui'].map((folder) => join('apps/web/src', folder))
  const all = [
    ...engine,
    ...pages,
    'packages/host-parts/src',
    'packages/persistence/src',
    'packages/run-model/src/fold',
    'apps/api/src',
    'apps/cli/src',
  ]
  return Object.fromEntries(all.map((folder) => [join(folder, 'target.ts'), 'export type T = 1\n']))
}

function makeTree(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'coppice-boundaries-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, content] of Object.entries({ 'package.json': '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

/** Returns every violation as `rule: file`. */
function cruise(root: string): string[] {
  const report = join(root, 'report.json')
  const args = ['--config', CONFIG, '--output-type', 'json', '--output-to', report, 'apps', 'packages']
  spawnSync(process.execPath, [inRoot('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'), ...args], {
    cwd: root,
  })
  const { summary } = JSON.parse(readFileSync(report, 'utf8'))
  return summary.violations.map((one: { rule: { name: string }; from: string }) => `${one.rule.name}: ${one.from}`)
}
