import { readdirSync } from 'node:fs'
import { type CommandTask, tempFolder, USERS_GIT_DIR } from '@coppice/testkit'

/**
 * What makes it difficult to end each agent, by task key: for example ignored signals, background processes or git locks. `begin` runs after
 * the agent has written an uncommitted line. `end` runs before the agent's work and undoes the effects of `begin`.
 */
const CONDUCTS: Readonly<Record<string, { begin: string; end?: string }>> = {
  stubborn: { begin: "trap '' TERM INT HUP" },
  forks: { begin: 'sleep 300 & sleep 300 &' },
  setsid: { begin: `setsid sh -c "trap '' TERM; sleep 300; sleep 300" &` },
  'double-fork': { begin: '(setsid sh -c "sleep 300 & sleep 300 &" &)' },
  flood: { begin: 'yes "all work and no play" | head -c 4000000' },
  'index-lock': { begin: 'lock=$(git rev-parse --git-dir)/index.lock; : > "$lock"', end: 'rm "$lock"' },
  'stale-lock': { begin: `: > ${USERS_GIT_DIR}/packed-refs.lock` },
  committer: { begin: 'git add -A; git commit -qm draft' },
}

/**
 * A plan with agents that are difficult to end: one task per entry of CONDUCTS, two tasks that conflict, and a task that depends on all
 * others. The agents write notes about their progress into files, which the methods read.
 */
export class HostileAgents {
  readonly #folder = tempFolder('hostile')
  readonly tasks: readonly CommandTask[]
  /** The files of the base branch when all tasks are completed, by path. */
  readonly files: Readonly<Record<string, string>>

  constructor() {
    const keys = Object.keys(CONDUCTS)
    const shared = ['left', 'right']
    this.tasks = [
      ...keys.map((key) => ({ key, epic: 'hostile', run: this.#agent(key, this.#work(key), CONDUCTS[key]) })),
      ...shared.map((key) => ({
        key,
        epic: 'shared',
        run: this.#agent(key, `${this.#work(key)}; echo ${key} > shared.txt`),
        resolve: 'sleep 0.2; printf "left\\nright\\n" > shared.txt; git add shared.txt',
      })),
      { key: 'last', epic: 'last', dependsOn: [...keys, ...shared], run: this.#agent('last', this.#work('last')) },
    ]
    const out = Object.fromEntries(this.tasks.map(({ key }) => [`out/${key}.txt`, `${key}\n`]))
    this.files = { ...out, 'shared.txt': 'left\nright\n' }
  }

  /** @returns how many agents of this task were started. */
  starts(key: string): number {
    return this.#noted('started').filter((one) => one.key === key).length
  }

  /** @returns how many agents have written their uncommitted line. */
  drafts(): number {
    return this.#noted('drafted').length
  }

  /**
   * Each agent writes a line of text to a draft file, does not commit it, and removes it later.
   *
   * @returns the lines of the agents that were ended between these two steps
   */
  draftsCutOff(): string[] {
    const taken = new Set(this.#noted('taken-back').map(({ session }) => session))
    return this.#noted('drafted').flatMap(({ session }) => (taken.has(session) ? [] : [this.#line(session)]))
  }

  #agent(key: string, work: string, { begin, end = ':' }: { begin: string; end?: string } = { begin: ':' }): string {
    const note = (what: string) => `: > ${this.#folder}/$COPPICE_SESSION.${key}.${what}`
    const steps = [
      note('started'),
      `echo "${this.#line('$COPPICE_SESSION')}" > draft-${key}.txt`,
      note('drafted'),
      begin,
      'sleep 1',
      end,
      work,
      note('taken-back'),
      `rm draft-${key}.txt`,
    ]
    return steps.join('\n')
  }

  #work = (key: string): string => `mkdir -p out; echo ${key} > out/${key}.txt`

  #line = (session: string): string => `the unfinished line of session ${session}.`

  #noted(what: string): { session: string; key: string }[] {
    return readdirSync(this.#folder)
      .map((name) => name.split('.'))
      .filter(([, , noted]) => noted === what)
      .map(([session = '', key = '']) => ({ session, key }))
  }
}
