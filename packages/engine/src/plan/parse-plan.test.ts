import { timesLonger } from '@coppice/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { Plan, PlanProblem } from '../domain/plan.ts'
import { LARGEST_PLAN_BYTES, type ParsePlanOptions, parsePlan } from './parse-plan.ts'

const PLAN = `
name: textkit
verify: npm test
setup: [npm ci, npm run build]
timeouts: { verify: 90s, teardown: 2m }
copy: [.env, ./certs/]
delivery: manual
defaults: { agent: command, run: ./work.sh, timeout: 1h, model: some-model }
epics:
  - key: core
    name: Core functions
    priority: 1
    maxAttempts: 5
    tasks:
      - key: slugify
        description: Add slugify()
        action: |
          Create it.
          Test it.
        priority: 2
        files: [src/slugify.js]
        timeout: 5m
      - { key: wrap, description: Add wrap(), run: ./wrap.sh, model: auto }
  - key: docs
    dependsOn: [core]
    tasks:
      - key: guide
        description: Guide
        dependsOn: [slugify, { task: wrap, kind: soft }]
        stall: 30s
`

const DEFAULTS = { agent: 'command', run: './work.sh' }

describe('a valid plan file', () => {
  test('is parsed with every default filled in', () => {
    const plan = planOf(PLAN)
    expect(plan.name).toBe('textkit')
    expect(plan.settings).toEqual({
      verify: ['npm test'],
      setup: ['npm ci', 'npm run build'],
      teardown: [],
      verifyTimeoutMs: 90_000,
      setupTimeoutMs: 600_000,
      teardownTimeoutMs: 120_000,
      copy: ['.env', 'certs'],
      link: [],
      keepIgnored: [],
      env: [],
      resources: {},
      redBase: 'refuse',
      verifyTogether: 1,
      delivery: 'manual',
      maxConflictSessions: 2,
      expertise: 'measured',
      learning: null,
      prompt: {},
      models: { tiers: {}, policy: [] },
      domains: {},
    })
    expect(plan.epics.map(({ key, name, priority, dependsOn }) => ({ key, name, priority, dependsOn }))).toEqual([
      { key: 'core', name: 'Core functions', priority: 1, dependsOn: [] },
      { key: 'docs', name: 'docs', priority: 999, dependsOn: ['core'] },
    ])
  })

  test('gives each task the settings of the defaults, of its epic and of the task itself; the nearest wins', () => {
    const [slugify, wrap, guide] = planOf(PLAN).epics.flatMap((epic) => epic.tasks)
    expect(slugify).toMatchObject({
      action: 'Create it.\nTest it.\n',
      priority: 2,
      settings: {
        agent: { kind: 'command', run: './work.sh', resolve: null },
        timeoutMs: 300_000,
        maxAttempts: 5,
        files: ['src/slugify.js'],
        model: 'some-model',
      },
    })
    expect(wrap?.settings).toMatchObject({
      agent: { kind: 'command', run: './wrap.sh' },
      timeoutMs: 3_600_000,
      model: null,
    })
    expect(guide).toMatchObject({
      action: null,
      priority: 999,
      dependsOn: [
        { key: 'slugify', kind: 'HARD' },
        { key: 'wrap', kind: 'SOFT' },
      ],
      settings: { maxAttempts: 3, stallMs: 30_000, files: [] },
    })
  })

  test('may be JSON, be indented by tabs, or have Windows line ends or a byte order mark', () => {
    const file = { defaults: DEFAULTS, epics: [{ key: 'e', tasks: [{ key: 'a', description: 'A' }] }] }
    const expected = planOf(JSON.stringify(file))
    expect(expected.epics[0]?.tasks[0]?.description).toBe('A')
    expect(planOf(JSON.stringify(file, null, '\t'))).toEqual(expected)
    expect(planOf(`\uFEFF${JSON.stringify(file, null, 2).replaceAll('\n', '\r\n')}`)).toEqual(expected)
    expect(
      planOf(
        'defaults: {agent: command, run: ./work.sh}\r\nepics:\r\n  - key: e\r\n    tasks:\r\n      - {key: a, description: A}\r\n',
      ),
    ).toEqual(expected)
  })

  test('may use anchors and aliases', () => {
    const plan = planOf(`
defaults: { agent: command, run: ./work.sh }
epics:
  - key: e
    tasks:
      - { key: a, description: &text Same words, files: &files [src/a.js] }
      - { key: b, description: *text, files: *files }`)
    expect(plan.epics[0]?.tasks[1]).toMatchObject({ description: 'Same words', settings: { files: ['src/a.js'] } })
  })

  test('P6: may have a dependency on a done task that is not in the plan', () => {
    const source = task('dependsOn: [archived]')
    expect(planOf(source, { knownTaskKeys: new Set(['archived']) }).epics[0]?.tasks[0]?.dependsOn).toEqual([
      { key: 'archived', kind: 'HARD' },
    ])
    expect(problemsOf(source)).toHaveLength(1)
  })
})

describe('resources', () => {
  const withUses = (uses: string, resources = '{ database: 1, phone: 2 }') =>
    `resources: ${resources}\nepics: [{ key: e, uses: [phone], tasks: [{ key: a, description: A, agent: command, run: x${uses} }] }]`

  test('are used by the tasks that name them; the nearest list counts', () => {
    const used = (uses: string) => planOf(withUses(uses)).epics[0]?.tasks[0]?.settings.uses
    expect(planOf(withUses('')).settings.resources).toEqual({ database: 1, phone: 2 })
    expect(used('')).toEqual(['phone'])
    expect(used(', uses: [database, phone]')).toEqual(['database', 'phone'])
    expect(used(', uses: []')).toEqual([])
  })

  test('are refused when they are unknown, used twice, or have no count of at least 1', () => {
    const messages = (source: string) => problemsOf(source).map(({ path, message }) => `${path}: ${message}`)
    const at = 'epics[0].tasks[0].uses'
    expect(messages(withUses(', uses: [databse]'))).toEqual([
      `${at}[0]: the plan has no resource "databse"; did you mean "database"?`,
    ])
    expect(messages(withUses(', uses: [gpu]'))).toEqual([
      `${at}[0]: the plan has no resource "gpu"; write "resources: { gpu: 1 }" at the top of the plan`,
    ])
    expect(messages(withUses(', uses: [database, database]'))).toEqual([
      `${at}[1]: "database" is listed twice here. Remove one of the two`,
    ])
    expect(messages(withUses('', '{ phone: 0, Two Words: 1, phone: 1 }'))).toEqual([
      'resources.phone: expected a whole number from 1 to 1000, found 0',
      'resources.Two Words: expected a key of small letters, digits and "-", at most 100, not beginning with "-", found "Two Words"',
      'resources.phone: the key "phone" is given twice',
    ])
    expect(messages(withUses('', '[phone]'))[0]).toContain('resources: expected a mapping')
    expect(planOf(withUses('', '{ phone: 1, 7: 1 }')).settings.resources).toEqual({ phone: 1, 7: 1 })
  })
})

describe('expertise', () => {
  const withExpertise = (value: string) => `expertise: ${value}\n${PLAN}`
  const read = (value: string) => {
    const { expertise, learning } = planOf(withExpertise(value)).settings
    return [expertise, learning]
  }

  test('is one word, or a mapping by which a model also learns', () => {
    expect(planOf(PLAN).settings).toMatchObject({ expertise: 'measured', learning: null })
    expect(read('off')).toEqual(['off', null])
    expect(read('{ use: always }')).toEqual(['always', null])
    expect(read('{ learn: rules }')).toEqual(['measured', null])
    expect(read('{ learn: model, model: claude-haiku-4-5 }')).toEqual(['measured', { model: 'claude-haiku-4-5' }])
  })

  test('E2: a setting that cannot work is refused, with what to do', () => {
    const of = (value: string) => problemsOf(withExpertise(value)).map(({ path, message }) => `${path}: ${message}`)
    expect(of('{ learn: model }')).toEqual([
      'expertise: "learn: model" needs the id of a model, such as "model: claude-haiku-4-5"',
    ])
    expect(of('{ learn: model, model: auto }')).toHaveLength(1)
    expect(of('{ model: claude-haiku-4-5 }')[0]).toContain('Add it, or remove "model"')
    expect(of('{ use: off, learn: model, model: claude-haiku-4-5 }')[0]).toContain('nothing is learned')
    expect(of('[off]')[0]).toContain('or { use, learn, model }')
    expect(of('sometimes')[0]).toContain('expected one of measured, always, off')
  })
})

describe('mistakes', () => {
  test('are all reported at once, each with its path, line and column, in the order of the file', () => {
    const source = [
      'verfy: npm test',
      'redBase: maybe',
      'epics:',
      '  - key: A B',
      '    dependsOn: [cor]',
      '    tasks:',
      '      - key: a',
      '        timeout: soon',
      '      - key: a',
      '        description: d',
      '        dependsOn: [zz, a]',
      '        copy: [x]',
      '        maxAttempts: 0',
      '  - key: core',
      '    tasks: none',
    ].join('\n')
    expect(problemsOf(source).map(({ line, column, path }) => `${line}:${column} ${path}`)).toEqual([
      '1:1 verfy',
      '2:10 redBase',
      '4:10 epics[0].key',
      '5:17 epics[0].dependsOn[0]',
      '7:9 epics[0].tasks[0].description',
      '7:14 epics[0].tasks[0].agent',
      '8:18 epics[0].tasks[0].timeout',
      '9:14 epics[0].tasks[1].key',
      '11:21 epics[0].tasks[1].dependsOn[0]',
      '11:25 epics[0].tasks[1].dependsOn[1]',
      '12:9 epics[0].tasks[1].copy',
      '13:22 epics[0].tasks[1].maxAttempts',
      '15:12 epics[1].tasks',
    ])
  })

  test.each([
    [
      'an unknown key: the message suggests the nearest key',
      task('timout: 5m'),
      'unknown key "timout"; did you mean "timeout"?',
    ],
    [
      'an unknown key unlike any other: the message lists the known keys',
      task('colour: red'),
      /^unknown key "colour"; the known keys here are key, description/,
    ],
    [
      'an unknown dependency: the message suggests the nearest key',
      task('dependsOn: [slugfy]', 'slugify'),
      'no task of this plan has the key "slugfy"; did you mean "slugify"?',
    ],
    [
      'a task that depends on an epic',
      task('dependsOn: [core]'),
      'no task of this plan has the key "core". A task of an earlier plan can be named only if it is done',
    ],
    ['a task that depends on itself', task('dependsOn: [a]'), 'task "a" depends on itself. Remove this dependency'],
    [
      'a dependency that is listed twice',
      task('dependsOn: [b, { task: b, kind: soft }]', 'b'),
      '"b" is listed twice here. Remove one of the two',
    ],
    [
      'an unknown kind of dependency',
      task('dependsOn: [{ task: b, kind: weak }]', 'b'),
      'expected one of hard, soft, found "weak"',
    ],
    ['a number instead of text', task('action: 42'), 'expected text, found 42; put it in quotes'],
    [
      'a duration without a unit',
      task('stall: 90'),
      'expected a duration such as 30s, 5m or 2h, at most 99h, found 90',
    ],
    [
      'text instead of a list',
      task('files: src/a.js'),
      /^expected a list \(each: a path inside the repository.*found "src\/a.js"$/,
    ],
    [
      'a path that leaves the repository',
      task('files: [a/../../x]'),
      /^expected a path inside the repository.*found "a\/..\/..\/x"$/,
    ],
    ['a key without a value', task('dependsOn:'), /^expected a list .*found nothing$/],
    ['a NUL character, which PostgreSQL cannot store', task('action: "a\\0b"'), /^expected text/],
    ['a key that is given twice', task('priority: 1, priority: 2'), 'the key "priority" is given twice'],
    [
      'an alias without an anchor',
      task('action: *nowhere'),
      'expected text, found the alias *nowhere, which has no anchor before it',
    ],
    [
      'an agent command without run',
      'epics: [{ key: e, tasks: [{ key: a, description: A, agent: command }] }]',
      '"run" is missing: a task of agent command needs a shell command to run',
    ],
    ...[
      ['PATH', 'agents always receive this variable. Remove it from the plan'],
      ['LD_PRELOAD', 'this variable decides which code runs. Set it in the command that needs it'],
      ['NODE_OPTIONS', 'this variable decides which code runs. Set it in the command that needs it'],
      ['GIT_DIR', 'this variable decides which code runs. Set it in the command that needs it'],
      ['COPPICE_ADMIN_TOKEN', 'names that begin with COPPICE_ are reserved for Coppice. Use another name'],
      ['DATABASE_URL', 'this variable is the address of the database of Coppice. Use another name'],
    ].map(([name, why]): [string, string, string] => [
      `A2: ${name}, which must not be in env`,
      `env: [${name}]\n${task('')}`,
      `${name} must not be in "env": ${why}`,
    ]),
    [
      'tasks without an agent, which are one mistake',
      'epics: [{ key: e, tasks: [{ key: a, description: A }, { key: b, description: B, run: "true" }] }]',
      /^"agent" is missing: no agent is set for this task and 1 more\. Write "agent: command", with the shell command in "run".*\. In "defaults" it applies to all tasks$/,
    ],
    [
      'an agent that this version does not have',
      task('agent: claude'),
      /^this version of Coppice has no agent "claude"\. Write "agent: command", with the shell command in "run"/,
    ],
    ['a plan without a task', 'epics: [{ key: e, tasks: [] }]', 'the plan has no task. Write at least one'],
    ['a plan without epics', 'name: x', '"epics" is missing: expected a list (each: an epic)'],
    ['an empty file', '', 'expected a plan: a mapping with the key "epics", found nothing'],
    ['a list', '[1]', 'expected a plan: a mapping with the key "epics", found a list'],
    [
      'two documents',
      `${task('')}\n---\n${task('')}`,
      'a second YAML document begins here, but a plan is one document. Remove the second one',
    ],
    ['text that is neither YAML nor JSON', 'epics: [unclosed', /^neither YAML nor JSON: /],
  ])('%s', (_, source, message) => {
    const problems = problemsOf(source)
    expect(problems.map((problem) => problem.message)).toEqual([
      typeof message === 'string' ? message : expect.stringMatching(message),
    ])
  })

  test('beyond the first 200 are only counted', () => {
    const problems = problemsOf(`epics: [${'1, '.repeat(5_000)}]`)
    expect(problems).toHaveLength(201)
    expect(problems.at(-1)).toMatchObject({ message: '4800 more mistakes from here on are not shown', line: 1 })
  })
})

describe('P1: a cycle', () => {
  test('is returned as its keys in order, without the first key at the end', () => {
    const parsed = parsePlan(tasks({ a: ['c'], b: ['a'], c: ['b'], d: [] }))
    expect(parsed).toMatchObject({ ok: false, cycles: [['a', 'c', 'b']] })
    expect(parsed.ok || parsed.problems).toMatchObject([
      { message: 'tasks wait for each other: a → c → b → a. Remove one of these dependencies', line: 1 },
    ])
  })

  test('through epics is reported as a cycle of their tasks', () => {
    const epics = [
      { key: 'x', dependsOn: ['y'], tasks: [{ key: 'a', description: 'A' }] },
      { key: 'y', tasks: [{ key: 'b', description: 'B', dependsOn: ['a'] }] },
    ]
    expect(parsePlan(JSON.stringify({ defaults: DEFAULTS, epics }))).toMatchObject({ ok: false, cycles: [['a', 'b']] })
  })

  test('in a plan with other mistakes is one of the problems', () => {
    const parsed = parsePlan(tasks({ a: ['b'], b: ['a', 'zz'] }))
    expect(parsed.ok || parsed.problems.map((problem) => problem.message)).toEqual([
      'tasks wait for each other: a → b → a. Remove one of these dependencies',
      'no task of this plan has the key "zz". A task of an earlier plan can be named only if it is done',
    ])
    expect(parsed).not.toHaveProperty('cycles')
  })
})

describe('size and depth', () => {
  test('a plan larger than 2 MiB is refused', () => {
    expect(problemsOf(`#${'é'.repeat(LARGEST_PLAN_BYTES / 2)}`)).toEqual([
      { message: 'the plan is larger than 2 MiB. Divide it into several plans', path: '', line: null, column: null },
    ])
  })

  test('values that are nested a thousand times are refused', () => {
    expect(problemsOf(`epics: ${'['.repeat(20_000)}${']'.repeat(20_000)}`)[0]?.message).toBe(
      'values are nested too deeply',
    )
  })

  test('aliases that expand to millions of values are refused', () => {
    const files = Array.from({ length: 1_000 }, (_, index) => `f${index}`).join(', ')
    const source = `epics:\n  - key: e\n    tasks:\n      - &t { key: a, description: A, files: [${files}] }\n${'      - *t\n'.repeat(2_000)}`
    expect(problemsOf(source)[0]?.message).toMatch(/^the plan has more than 1,000,000 values/)
  })

  test('more than 50,000 aliases are refused', () => {
    const line = `\n    ${'*f, '.repeat(1_000)}`
    const source = `name: &f f\nepics:\n- key: e\n  tasks:\n  - {key: a, description: A, files: [${line.repeat(51)}]}`
    expect(problemsOf(source)).toEqual([
      {
        message: 'the plan has more than 50,000 aliases. Use fewer aliases, or divide the plan into several plans',
        path: '',
        line: 56,
        column: 5,
      },
    ])
  })

  test('40,000 keys in one mapping take linear time', () => {
    const keys = (length: number) => Array.from({ length }, (_, index) => `k${index}: 1`).join('\n')
    const read = (source: string) => () => expect(problemsOf(source)).toHaveLength(201)
    expect(timesLonger(read(keys(5_000)), read(keys(40_000)))).toBeLessThan(24)
  })
})

describe('properties', () => {
  test('parsePlan throws for no text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (source) => void parsePlan(source)))
  })

  test('parsePlan throws for no damaged plan, and each mistake has a line and column', () => {
    const cut = fc.record({ from: fc.nat(PLAN.length), length: fc.nat(20), text: fc.string({ maxLength: 6 }) })
    fc.assert(
      fc.property(cut, ({ from, length, text }) => {
        const source = PLAN.slice(0, from) + text + PLAN.slice(from + length)
        const parsed = parsePlan(source)
        const lines = source.split(/\r\n|\n|\r/).length
        for (const problem of parsed.ok ? [] : parsed.problems) {
          expect(problem.line).toBeGreaterThanOrEqual(1)
          expect(problem.line).toBeLessThanOrEqual(lines + 1)
          expect(problem.column).toBeGreaterThanOrEqual(1)
        }
      }),
      { numRuns: 100 },
    )
  })

  test('a plan that is written as YAML or JSON is parsed to the same plan', () => {
    fc.assert(
      fc.property(anyFile, (file) => {
        const fromJson = planOf(JSON.stringify(file))
        expect(planOf(stringify(file))).toEqual(fromJson)
        // The plan that is written out contains every setting, so it gives up in words what this one gives up by silence.
        const expected = { ...fromJson, givesUp: expect.any(Array) }
        expect(planOf(JSON.stringify(writtenOut(fromJson)))).toEqual(expected)
      }),
      { numRuns: 40 },
    )
  })
})

function planOf(source: string, options?: ParsePlanOptions): Plan {
  const parsed = parsePlan(source, options)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.plan
}

function problemsOf(source: string): readonly PlanProblem[] {
  const parsed = parsePlan(source)
  if (parsed.ok) throw new Error('nothing was found wrong')
  return parsed.problems
}

/** Returns a plan with a task `a` that has these lines, and with the other tasks. */
function task(says: string, ...others: string[]): string {
  const beside = others.map((key) => `, { key: ${key}, description: ${key} }`).join('')
  return `defaults: { agent: command, run: ./work.sh }\nepics: [{ key: core, tasks: [{ key: a, description: A${says && `, ${says}`} }${beside}] }]`
}

function tasks(dependencies: Record<string, string[]>): string {
  const list = Object.entries(dependencies).map(([key, dependsOn]) => ({ key, description: key, dependsOn }))
  return JSON.stringify({ defaults: DEFAULTS, epics: [{ key: 'e', tasks: list }] })
}

const words = fc
  .string({ minLength: 1, maxLength: 30, unit: 'grapheme' })
  .filter((text) => /\S/.test(text) && text.isWellFormed() && !text.includes('\0'))
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const commands = fc.oneof(words, fc.array(words, { maxLength: 3 }))

/** Generates plans without cycles: each task depends only on earlier tasks. */
const anyFile = fc
  .record({
    name: maybe(words),
    verify: maybe(commands),
    delivery: maybe(fc.constantFrom('auto', 'manual', 'branch')),
    tasks: fc.array(
      fc.record({
        description: words,
        action: maybe(words),
        priority: maybe(fc.integer({ min: -5, max: 5 })),
        timeout: maybe(fc.constantFrom('1s', '90m', '99h')),
        run: maybe(words),
        dependsOn: fc.uniqueArray(fc.nat(20), { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  })
  .map(({ tasks: list, ...plan }) => ({
    ...defined(plan),
    defaults: DEFAULTS,
    epics: ['even', 'odd'].map((epic, half) => ({
      key: epic,
      tasks: list.flatMap(({ dependsOn, ...fields }, index) =>
        index % 2 === half
          ? [
              {
                key: `t${index}`,
                ...defined(fields),
                dependsOn: dependsOn.filter((d) => d < index).map((d) => `t${d}`),
              },
            ]
          : [],
      ),
    })),
  }))

/** Returns a plan file that sets every value of the plan. */
function writtenOut({ name, settings, epics }: Plan): object {
  const {
    verify,
    setup,
    teardown,
    copy,
    link,
    keepIgnored,
    env,
    redBase,
    verifyTogether,
    delivery,
    maxConflictSessions,
    expertise,
    prompt,
    domains,
  } = settings
  return defined({
    ...{
      name: name ?? undefined,
      verify,
      setup,
      teardown,
      copy,
      link,
      keepIgnored,
      env,
      redBase,
      verifyTogether,
      delivery,
      maxConflictSessions,
      expertise,
      prompt,
      domains,
    },
    timeouts: {
      verify: seconds(settings.verifyTimeoutMs),
      setup: seconds(settings.setupTimeoutMs),
      teardown: seconds(settings.teardownTimeoutMs),
    },
    epics: epics.map((epic) => ({
      ...epic,
      tasks: epic.tasks.map(({ settings: own, ...fields }) =>
        defined({
          ...fields,
          action: fields.action ?? undefined,
          dependsOn: fields.dependsOn.map(({ key, kind }) => ({ task: key, kind: kind.toLowerCase() })),
          ...own.agent,
          kind: undefined,
          agent: own.agent.kind,
          resolve: own.agent.resolve ?? undefined,
          model: own.model ?? 'auto',
          timeout: own.timeoutMs > 99_999_000 ? `${own.timeoutMs / 3_600_000}h` : seconds(own.timeoutMs),
          stall: seconds(own.stallMs),
          maxAttempts: own.maxAttempts,
          files: own.files,
        }),
      ),
    })),
  })
}

const seconds = (ms: number): string => `${ms / 1_000}s`

function defined(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
