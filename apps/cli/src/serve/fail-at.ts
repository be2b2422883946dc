import { writeSync } from 'node:fs'
import { FAIL_POINTS, noFailPoints, type ReachFailPoint } from '@coppice/engine'
import { BadSetting } from '../settings/settings.ts'

const STANDARD_ERROR = 2

/**
 * Serves crash tests: reads the names of fail points from `COPPICE_FAIL_AT`, such as `merge.verified,end.tidied`. The server kills itself at the
 * first of these points that it reaches, and prints the name of the point on stderr.
 * @throws BadSetting for an unknown point
 */
export function failAt(setting: string | undefined): ReachFailPoint {
  if (!setting) return noFailPoints
  const points = setting.split(',')
  if (!points.every((point) => FAIL_POINTS.some((known) => known === point)))
    throw new BadSetting(
      `COPPICE_FAIL_AT is '${setting}': expected a list, separated by commas, of ${FAIL_POINTS.join(', ')}.`,
    )
  return (point) => {
    if (!points.includes(point)) return
    writeSync(STANDARD_ERROR, `coppice: killed at ${point}\n`)
    process.kill(process.pid, 'SIGKILL')
  }
}
