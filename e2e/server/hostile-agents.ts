import { readdirSync } from 'node:fs'
import { type CommandTask, tempFolder } from '@coppice/testkit'

/** What an agent does between its first uncommitted line and its work. An agent that is not disturbed undoes its own effects. */
const CONDUCTS: Readonly<Record<string, { begin: string; end?: string }>> = {
  stubborn: { begin: "trap '' TERM INT HUP" },
  forks: { begin: 'sleep 300 & sleep 300 &' },
  setsid: { begin: `setsid sh -c "trap '' TERM; sleep 300; sleep 300" &` },
  'double-fork': { begin: '(setsid sh -c "sleep 300 & sleep 300 &" &)' },
  flood: { begin: 'yes "all work and no play" | head -c 4000000' },
  'index-lock': { begin: 'lock=$(git rev-parse --git-dir)/index.lock; : > "$lock"', end: 'rm "$lock"' },
  'stale-lock': { begin: ': > "$(git rev-parse --git-common-dir)/packed-refs.lock"' },
  committer: { begin: 'git add -A; git commit -qm draft' },
}

/**
 * One task for each way of being hard to end, two tasks that conflict, and one that depends on all; and what their agents recorded about
 * themselves.
 */
export class HostileAgents {
  readonly #folder = tempFolder('hostile')
  readonly tasks: readonly CommandTask[]
  /** What the base branch contains when everything is done, however often it was disturbed. */
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

  /** How many agents of this task were started. */
  starts(key: string): number {
    return this.#noted('started').filter((one) => one.key === key).length
  }

  /** How many agents have written a line that they have not committed. */
  drafts(): number {
    return this.#noted('drafted').length
  }

  /** Lines that were in a file when their agent was cut off. */
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
