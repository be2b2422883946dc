import { writeSync } from 'node:fs'
import { FAIL_POINTS, noFailPoints, type ReachFailPoint } from '@coppice/engine'
import { BadSetting } from '../settings/settings.ts'

const STANDARD_ERROR = 2

/**
 * `COPPICE_FAIL_AT=merge.verified,end.tidied`: the server kills itself at the first of these points that it reaches, and names the point on
 * standard error. It is for crash tests. @throws BadSetting.
 */
export function failAt(setting: string | undefined): ReachFailPoint {
  if (!setting) return noFailPoints
  const points = setting.split(',')
  if (!points.every((point) => FAIL_POINTS.some((known) => known === point)))
    throw new BadSetting(
      `COPPICE_FAIL_AT is '${setting}': expected some of ${FAIL_POINTS.join(', ')}, with commas between.`,
    )
  return (point) => {
    if (!points.includes(point)) return
    writeSync(STANDARD_ERROR, `coppice: killed at ${point}\n`)
    process.kill(process.pid, 'SIGKILL')
  }
}
