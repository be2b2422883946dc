import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Records when agents ran. Each agent writes one file at its start and one at its end, so a test does not depend on what the engine
 * reports.
 */
export class Spy {
  readonly folder = mkdtempSync(join(tmpdir(), 'coppice-spy-'))

  /**
   * Returns a shell command that runs `work` and records its start and its end. Each time the command runs, it writes new files. The file of
   * the start appears with its time in it, so that an agent that `untilStarted` has counted has started before the others end.
   */
  command(key: string, work: string): string {
    const at = `${this.folder}/$id`
    const starts = `date +%s%N > ${at}.new; mv ${at}.new ${at}.start`
    return `id=${key}.$$; ${starts}; ${work}; code=$?; date +%s%N > ${at}.end; exit $code`
  }

  /** Returns a shell command that waits until `count` agents have started, so that they run at the same time, even on a slow machine. */
  untilStarted(count: number): string {
    return `n=0; while [ "$(ls ${this.folder} | grep -c start)" -lt ${count} ] && [ $n -lt 6000 ]; do n=$((n+1)); sleep 0.1; done`
  }

  /** Returns how many times an agent of this task was started. */
  starts(key: string): number {
    return readdirSync(this.folder).filter((name) => name.startsWith(`${key}.`) && name.endsWith('.start')).length
  }

  /** Returns the largest number of agents that ran at the same time. */
  mostAtOnce(): number {
    const lives = this.#lives()
    return Math.max(0, ...lives.map(({ from }) => lives.filter((life) => life.from <= from && from < life.to).length))
  }

  startOf(key: string): bigint {
    return this.#only(key).from
  }

  endOf(key: string): bigint {
    return this.#only(key).to
  }

  #only(key: string) {
    const life = this.#lives().find((one) => one.key === key)
    if (!life) throw new Error(`no agent of ${key} was started`)
    return life
  }

  #lives() {
    const names = readdirSync(this.folder).filter((name) => name.endsWith('.start'))
    return names.map((name) => ({
      key: name.split('.')[0],
      from: this.#time(name) ?? 0n,
      to: this.#time(name.replace(/start$/, 'end')) ?? 9_999_999_999_999_999_999n,
    }))
  }

  #time(name: string): bigint | null {
    try {
      return BigInt(readFileSync(join(this.folder, name), 'utf8').trim())
    } catch {
      return null
    }
  }
}
