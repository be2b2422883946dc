import { resolve } from 'node:path'
import envPaths from 'env-paths'
import { BadSetting, type ServerSettings } from './settings.ts'
import type { SwitchName } from './switches.ts'

type Environment = Readonly<Partial<Record<SwitchName | 'COPPICE_LAUNCHER_PID', string>>>

/** The options of `coppice serve`, before they are checked. They override the environment. */
export interface ServeOptions {
  port?: string
  host?: string
  home?: string
  sample?: boolean
  console?: boolean
}

// biome-ignore lint/style/noProcessEnv: the only place that reads it
export const processEnvironment: NodeJS.ProcessEnv = process.env

/** Reads the settings of a server. An empty variable counts as absent. @throws BadSetting for an invalid value. */
export function readSettings(environment: Environment, options: ServeOptions = {}): ServerSettings {
  return {
    port: portOf(options.port ?? (environment.PORT || '4000'), options.port === undefined ? 'PORT' : '--port'),
    host: options.host ?? (environment.HOST || '127.0.0.1'),
    home: dataFolder(environment, options.home),
    adminToken: tokenOf(environment.COPPICE_ADMIN_TOKEN || null),
    sample: sampleOf(environment.COPPICE_SAMPLE || '1') && options.sample !== false,
    console: options.console !== false,
    outputDays: daysOf(environment.COPPICE_OUTPUT_DAYS || '90'),
    databaseUrl: environment.DATABASE_URL || null,
    bubblewrapAtLeast: versionOf(environment.COPPICE_BUBBLEWRAP_AT_LEAST || null),
  }
}

export const dataFolder = (environment: Environment, option?: string): string =>
  resolve(option ?? (environment.COPPICE_HOME || envPaths('coppice', { suffix: '' }).data))

/**
 * Returns how long a command that nobody attends waits for an answer to the agents of a run, in ms.
 * @throws BadSetting for an invalid value
 */
export function answerWaitMs({ COPPICE_ANSWER_SECONDS: text }: Environment): number {
  if (!text) return 300_000
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text) * 1_000
  throw new BadSetting(`COPPICE_ANSWER_SECONDS is '${text}': expected a number of seconds.`)
}

/** @returns the pid of the launcher (`npm start` or `bin/coppice`) that started this process; null without a launcher. */
export const launcherPid = ({ COPPICE_LAUNCHER_PID }: Environment): number | null =>
  COPPICE_LAUNCHER_PID ? Number(COPPICE_LAUNCHER_PID) : null

function portOf(text: string, name: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw new BadSetting(`${name} is '${text}': expected a number from 0 to 65535.`)
}

const SHORTEST_TOKEN = 24
/** A token needs this many different characters, because `aaaa…` and `abababab…` are long but easy to guess. */
const LEAST_DIFFERENT_CHARACTERS = 8

/** Checks the admin token. It must be hard to guess, because it allows everything, including shell commands in a plan. */
function tokenOf(text: string | null): string | null {
  if (text === null) return null
  if (!/^[\x21-\x7e]+$/.test(text))
    throw new BadSetting(
      'COPPICE_ADMIN_TOKEN may contain only visible ASCII characters, because it is sent in an HTTP header. To create one: openssl rand -hex 24',
    )
  if (text.length >= SHORTEST_TOKEN && new Set(text).size >= LEAST_DIFFERENT_CHARACTERS) return text
  throw new BadSetting(
    `COPPICE_ADMIN_TOKEN is too easy to guess. It needs at least ${SHORTEST_TOKEN} random characters. To create one: openssl rand -hex 24. Without the variable, the first start creates a token.`,
  )
}

/** Parses a number of days. @returns null for 0, which means no limit */
function daysOf(text: string): number | null {
  if (/^\d{1,5}$/.test(text)) return Number(text) || null
  throw new BadSetting(`COPPICE_OUTPUT_DAYS is '${text}': expected a number of days, or 0 (output is kept for ever).`)
}

/** Checks the lowest version of bubblewrap that the user accepts. */
export function versionOf(text: string | null): string | null {
  if (text === null || /^\d+(?:\.\d+)+$/.test(text)) return text
  throw new BadSetting(`COPPICE_BUBBLEWRAP_AT_LEAST is '${text}': expected a version such as 0.12.0.`)
}

function sampleOf(text: string): boolean {
  if (text === '0' || text === '1') return text === '1'
  throw new BadSetting(`COPPICE_SAMPLE is '${text}': expected 0 (no sample project) or 1.`)
}
